"""Edges: the facts that a question turns on, a closed list that the atlas gives."""

from collections.abc import Sequence
from itertools import zip_longest

import pytest

import neuraxis
from neuraxis import Answer, Case, Edge, Finding, Level, Model, Side, Stage
from neuraxis.edges.facts import cause_edges, sign_edges
from neuraxis.explanation import find_causes
from neuraxis.network import lesion_at
from neuraxis.vocabulary import MODELED_STAGES
from tests.neuraxis.anatomy import mirrored, mirrored_item
from tests.neuraxis.test_symmetry import ASYMMETRIC

SEEDS = range(60)


@pytest.fixture(scope="module")
def cases(model: Model) -> list[Case]:
    return [neuraxis.generate(model, seed).case for seed in SEEDS]


def reached(model: Model, site: str) -> set[str]:
    """The edges of everything that the lesions of a site can show."""
    place = model.places[f"{site}:{model.atlas.sites[site].sides[0]}"]
    abnormal = [[value for value in item.values if value != item.normal][:12] for item in model.items.values()]
    found: set[str] = set()
    for extent, severity in ((0.5, 0.85), (1.0, 1.0)):
        lesion = lesion_at(model.atlas, place, extent=extent, severity=severity)
        for stage in MODELED_STAGES:
            for shown in zip_longest(*abnormal):
                signs = [Finding(item, value) for item, value in zip(model.items, shown, strict=True) if value]
                causes = find_causes(model, signs, stage, lesion.extent)
                for sign in signs:
                    if sign.item in causes:
                        cause = causes[sign.item]
                        found.update((*cause_edges(model, cause), *sign_edges(model, sign, cause)))
    return found


def test_every_edge_is_reached_by_some_finding_of_a_site_that_is_named_for_it(model: Model) -> None:
    catalog = neuraxis.edge_catalog(model)
    missing, seen = set(catalog), set()
    for edge in sorted(catalog.values(), key=lambda one: len(one.sites)):
        for site in edge.sites:
            if edge.id in missing and site not in seen:
                missing -= reached(model, site)
                seen.add(site)
    assert sorted(missing) == []


def test_every_edge_has_a_name_of_its_own(model: Model) -> None:
    names = [neuraxis.word_edge(model, edge) for edge in neuraxis.edge_catalog(model).values()]
    assert sorted(name for name in names if names.count(name) > 1) == []
    assert all(name and name[0].isupper() and not name.startswith((" ", ":")) for name in names)


def test_every_generated_case_turns_on_a_few_edges_of_the_list(model: Model, cases: Sequence[Case]) -> None:
    catalog = neuraxis.edge_catalog(model)
    for case in cases:
        found = neuraxis.turning_edges(model, case)
        assert 1 <= len(found) <= 8, case.key
        assert set(found) <= set(catalog), case.key
        assert len(set(found)) == len(found)


def test_mirror_images_turn_on_the_same_edges(model: Model, cases: Sequence[Case]) -> None:
    tried = 0
    for case in cases:
        site = model.atlas.sites[model.places[case.key].site]
        if len(site.sides) < 2:
            continue
        findings = tuple(Finding(mirrored_item(model, one.item), one.value) for one in case.findings)
        image = Case(case.stage, findings, mirrored(case.key), case.reading)
        rivals = [neuraxis.grade(model, one, Answer()).rival for one in (case, image)]
        if any(rival is not None and rival.site in ASYMMETRIC for rival in rivals):
            continue
        if [rival and mirrored(rival.key) for rival in rivals[:1]] != [rival and rival.key for rival in rivals[1:]]:
            continue  # one hemisphere has places that the other has not
        tried += 1
        assert neuraxis.turning_edges(model, image) == neuraxis.turning_edges(model, case), case.key
    assert tried > len(cases) / 3


def test_a_lost_triceps_reflex_above_brisk_legs_turns_on_its_segment_and_the_tract_that_passes(model: Model) -> None:
    values = {
        "str.triceps.R": "3", "dtr.triceps.R": "0", "str.biceps.R": "5", "dtr.biceps.R": "2",
        "dtr.knee.R": "4", "plantar.R": "extensor", "str.iliopsoas.R": "3", "str.iliopsoas.L": "5",
    }  # fmt: skip
    case = Case(Stage.CHRONIC, neuraxis.parse_findings(model, values), "hemi.C7:R")
    wrong = Answer(None, Level.ROOT, Side.RIGHT, "root.C7")
    assert {"tract:u:cervical", "crossing:u"} <= set(neuraxis.turning_edges(model, case, wrong))


def test_what_is_spared_counts_for_the_fact_that_the_rival_would_have_shown(model: Model) -> None:
    values = {"str.tibant.R": "1", "str.peronei.R": "1", "str.tibpost.R": "5", "sens.pin.l5dor.R": "absent"}
    case = Case(Stage.CHRONIC, neuraxis.parse_findings(model, values), "cpn:R")
    root = Answer(None, Level.ROOT, Side.RIGHT, "root.L5")
    assert "myotome:L5" in neuraxis.turning_edges(model, case, root)


@pytest.mark.parametrize(
    ("edge", "level"),
    [
        ("crossing:u", Level.MEDULLA),
        ("crossing:jps", Level.MEDULLA),
        ("crossing:u.facelow", Level.PONS),
        ("crossing:s.pin", Level.CERVICAL),
        ("tract:u:midbrain", Level.MIDBRAIN),
        ("reflex:triceps", Level.CERVICAL),
        ("reflex:ankle", Level.LUMBOSACRAL),
        ("supply:cpn", Level.NERVE),
        ("sign:plantar", None),
    ],
)
def test_an_edge_stands_at_its_level(model: Model, edge: str, level: Level | None) -> None:
    assert neuraxis.edge_catalog(model)[edge].level is level


def test_sites_and_edges_agree_for_places_that_differ_by_one_fact(model: Model) -> None:
    catalog = neuraxis.edge_catalog(model)

    def of(site: str) -> set[str]:
        return {edge.id for edge in catalog.values() if site in edge.sites}

    assert {"myotome:C7", "dermatome:C7", "reflex:triceps"} <= of("root.C7")
    assert "horn:cervical" not in of("root.C7")
    assert {"tract:u:pons", "crossing:u"} <= of("foville")
    assert not any(edge.startswith(("tract:u:", "crossing:u")) for edge in of("cpn"))


def test_edges_have_no_side(model: Model) -> None:
    assert not [one for one in neuraxis.edge_catalog(model).values() if ":R" in one.id or ":L" in one.id[-2:]]


def test_the_list_is_the_same_every_time(model: Model) -> None:
    again: dict[str, Edge] = dict(neuraxis.edge_catalog.__wrapped__(model))
    assert list(again.items()) == list(neuraxis.edge_catalog(model).items())
