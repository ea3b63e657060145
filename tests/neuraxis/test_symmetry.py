"""The body is built twice: what the right side does for a lesion on the right, the left does for one on the left.

Exact for all places once the dominant hemisphere is swapped too. With the dominance kept, only what one hemisphere does
alone differs. A few diffuse diseases are asymmetric on purpose: their template names the sides, because they begin or
prevail on one side in patients.
"""

from collections.abc import Iterator

import numpy as np
import pytest

import neuraxis
from neuraxis.knowledge import ATLAS_FOLDER, Atlas, load_atlas
from neuraxis.network import Network, build_places, place_nodes
from neuraxis.responses import Deficits, Responses, load_parameters
from neuraxis.vocabulary import MODELED_STAGES, Side, Stage
from tests.neuraxis.anatomy import mirrored, mirrored_item

# Patchy or one-sided onset is a feature of the disease.
ASYMMETRIC = {
    "mmn": "multifocal motor neuropathy takes single nerves",
    "lss": "multifocal sensory and motor neuropathy takes single nerves",
    "monomult": "mononeuritis multiplex takes single nerves",
    "hnpp": "pressure palsies take single nerves",
    "leprosy": "leprosy takes single cool nerves",
    "als": "ALS begins in one limb",
    "pma": "progressive muscular atrophy begins in one limb",
    "polio": "poliomyelitis takes single limbs",
    "mgoc": "ocular myasthenia is worse in one eye",
    "mggen": "generalized myasthenia is worse in one eye",
    "fshd": "facioscapulohumeral dystrophy is asymmetric",
    "ibm": "inclusion body myositis is asymmetric",
    "caudahi": "a mass in the cauda equina may press on one side more",
    "caudaL5": "a disc may press on one side more",
    "ms": "multiple sclerosis takes one optic nerve, one arm, one internuclear fiber",
    "parinaud": "a lesion of the dorsal midbrain may tilt the eyes to one side (skew)",
}
# Sums over both sides run in the other order; no more than that.
ROUNDING = 1e-12
# What one hemisphere does for both sides, or does more of.
ONE_HEMISPHERE = (
    "agraphia", "alexia", "alien", "amnesia", "anosog", "aph.", "apr.left", "apraxia", "aprosod", "dysexec", "gerst",
    "neglect", "topog",
)  # fmt: skip


@pytest.fixture(scope="module")
def swapped() -> Atlas:
    """The same body with the right hemisphere dominant."""
    return load_atlas(dominant=Side.RIGHT)


def _mirrored_rows(model: neuraxis.Model, swapped: Atlas) -> Iterator[tuple[str, list[np.ndarray]]]:
    """For every place its lesions' deficits, and those of the mirror image in the mirrored body, columns swapped."""
    ours, theirs = model.network, Network(swapped)
    columns = [theirs.function_index[mirrored(function)] for function in ours.functions]
    other_places = build_places(swapped)
    for key, place in model.places.items():
        here = ours.deficit_rows([node.extent for node in place_nodes(model.atlas, place)])
        there = theirs.deficit_rows([node.extent for node in place_nodes(swapped, other_places[mirrored(key)])])
        yield key, [here, there[:, columns]]


def test_mirrored_lesions_give_mirrored_deficits_exactly(model: neuraxis.Model, swapped: Atlas) -> None:
    different = {
        key.partition(":")[0]
        for key, (here, there) in _mirrored_rows(model, swapped)
        if not np.allclose(here, there, rtol=0, atol=ROUNDING)
    }
    assert different == set(ASYMMETRIC)


@pytest.mark.parametrize("stage", MODELED_STAGES)
def test_mirrored_deficits_give_mirrored_signs_exactly(model: neuraxis.Model, swapped: Atlas, stage: Stage) -> None:
    network, responses = Network(swapped), Responses(swapped, load_parameters(ATLAS_FOLDER))
    lateral = [place for place in model.places.values() if place.side is not Side.MIDLINE]
    extents = [neuraxis.lesion(model, place.key).extent for place in lateral]
    turned = [{mirrored(key): fraction for key, fraction in extent.items()} for extent in extents]
    ours = Deficits(model.network, model.network.deficit_rows(extents))
    theirs = Deficits(network, network.deficit_rows(turned))
    for key, item in model.items.items():
        here = model.responses.probabilities(item, ours, stage)
        there = responses.probabilities(model.items[mirrored_item(model, key)], theirs, stage)
        assert np.allclose(here, there, rtol=0, atol=ROUNDING), key


def test_with_dominance_kept_only_the_work_of_one_hemisphere_differs(model: neuraxis.Model) -> None:
    for place in model.places.values():
        other = mirrored(place.key)
        if place.side is Side.MIDLINE or other not in model.places:
            continue
        here, there = (neuraxis.deficits(model, [neuraxis.lesion(model, key)]) for key in (place.key, other))
        different = [one for one in here if abs(here[one] - there[mirrored(one)]) > ROUNDING]
        assert all(function.startswith(ONE_HEMISPHERE) for function in different), (place.key, different)


def test_places_without_a_mirror_image_belong_to_one_hemisphere(model: neuraxis.Model) -> None:
    alone = {place.key for place in model.places.values() if mirrored(place.key) not in model.places}
    assert alone == {
        "pca.splen:L", "broca:L", "wernicke:L", "conduction:L", "tcmotor:L", "tcsens:L", "mixedtc:L", "anomic:L",
        "angular:L", "global:L", "parietal.n:R", "aprosody:R", "alienf:L", "anttemp:L", "exner:L", "topogr:R",
    }  # fmt: skip


def test_mirrored_findings_point_to_the_mirrored_place(model: neuraxis.Model) -> None:
    findings = {"str.triceps.R": "3", "dtr.triceps.R": "0", "str.biceps.R": "5", "sens.pin.middle.R": "reduced"}
    turned = {mirrored_item(model, item): value for item, value in findings.items()}
    here, there = (
        neuraxis.localize(model, neuraxis.parse_findings(model, one), Stage.CHRONIC) for one in (findings, turned)
    )
    assert here.ranked[0].place.side is Side.RIGHT
    assert mirrored(here.ranked[0].place.key) == there.ranked[0].place.key
    # The rivals that only one hemisphere has are not the same on both sides.
    assert here.ranked[0].probability == pytest.approx(there.ranked[0].probability, rel=1e-3)


@pytest.mark.parametrize("site", sorted(ASYMMETRIC))
def test_a_disease_that_begins_on_one_side_is_as_likely_on_the_other(model: neuraxis.Model, site: str) -> None:
    """What is written worse on the right must be found as well in the patient who is worse on the left."""
    shown = neuraxis.simulate(model, [neuraxis.lesion(model, f"{site}:M")], Stage.CHRONIC)
    seen = {item: max(values, key=values.__getitem__) for item, values in shown.items()}
    turned = {mirrored_item(model, item): value for item, value in seen.items()}
    share, other = (share_of(model, f"{site}:M", said) for said in (seen, turned))
    assert other == pytest.approx(share, abs=0.05)


def share_of(model: neuraxis.Model, place: str, said: dict[str, str]) -> float:
    found = neuraxis.localize(model, neuraxis.parse_findings(model, said), Stage.CHRONIC, top=len(model.places))
    return next(one.probability for one in found.ranked if place in {member.key for member in one.members})
