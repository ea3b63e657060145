"""Explanations: every explained finding has a cause, the cause a pathway with a name, and the chain leads there."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import neuraxis
from neuraxis import Case, Finding, InputError, Stage
from neuraxis.explanation import Cause, Explanation, Fit
from neuraxis.explanation.causes import PERIPHERAL
from neuraxis.vocabulary import LATERAL
from neuraxis.wording import word_structure

FOLDER = Path(__file__).parents[2] / "content" / "cases"
SLUGS = sorted(file.stem for file in FOLDER.glob("*.toml"))


def case_of(model: neuraxis.Model, slug: str) -> Case:
    data = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    return Case(Stage(data["stage"]), neuraxis.parse_findings(model, data["findings"]), data["key"])


def explained(model: neuraxis.Model, slug: str) -> Explanation:
    case = case_of(model, slug)
    return neuraxis.explain(model, case.findings, case.stage, case.key)


def causes(model: neuraxis.Model) -> Iterator[tuple[str, Finding, Cause | None]]:
    for slug in SLUGS:
        explanation = explained(model, slug)
        for finding in explanation.with_fit(Fit.EXPLAINED):
            yield slug, finding, explanation.causes.get(finding.item)


def test_every_explained_finding_has_a_cause(model: neuraxis.Model) -> None:
    without = [(slug, finding.item) for slug, finding, cause in causes(model) if cause is None]
    assert without == []


def test_every_cause_names_its_pathway_and_where_it_crosses(model: neuraxis.Model) -> None:
    nameless = {cause.function for _, _, cause in causes(model) if cause and not (cause.pathway and cause.crossing)}
    assert nameless == set()


def test_every_function_that_a_learner_may_meet_has_a_pathway_name(model: neuraxis.Model) -> None:
    """Brain-only copies of the tract functions serve the acute reflexes alone and are never named."""
    functions = {function.partition(":")[0] for function in model.network.functions}
    nameless = {one for one in functions if not one.startswith("ub.") and not model.pathway_name(one)[0]}
    assert sorted(nameless) == []


def test_a_cause_is_interrupted_by_the_lesion_on_its_own_chain(model: neuraxis.Model) -> None:
    for slug, finding, cause in causes(model):
        assert cause is not None
        assert cause.interrupted in cause.chain, (slug, finding)
        assert cause.chain == tuple(dict.fromkeys(cause.chain)), (slug, finding)
        assert word_structure(model, cause.interrupted)


def test_a_chain_crosses_when_it_has_both_sides(model: neuraxis.Model) -> None:
    for slug, finding, cause in causes(model):
        assert cause is not None
        sides = {key.rpartition(":")[2] for key in cause.chain} & set(LATERAL)
        distal = model.atlas.structures[cause.interrupted.rpartition(":")[0]].kind in PERIPHERAL
        assert cause.crosses is (len(sides) == 2 and not distal), (slug, finding)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_explanation_accounts_for_every_finding_once(model: neuraxis.Model, slug: str) -> None:
    explanation = explained(model, slug)
    assert tuple(one.finding for one in explanation.accounts) == case_of(model, slug).findings
    assert all(0 <= one.probability <= 1 for one in explanation.accounts)
    assert sum(explanation.motor_classes.values()) == pytest.approx(1)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_key_explains_its_findings_and_a_healthy_body_explains_none(model: neuraxis.Model, slug: str) -> None:
    case = case_of(model, slug)
    healthy = neuraxis.explain(model, case.findings, case.stage, "healthy:M")
    assert healthy.with_fit(Fit.EXPLAINED, Fit.POSSIBLE) == ()
    assert healthy.causes == {}
    assert len(explained(model, slug).with_fit(Fit.EXPLAINED)) >= 3


def test_the_weak_hand_of_a_capsular_lesion_is_traced_to_the_capsule(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"str.fdi.R": "2", "dtr.triceps.R": "3", "weak.facelow.R": "mild"})
    explanation = neuraxis.explain(model, findings, Stage.CHRONIC, "ic.motor:L")
    for item, pathway in (
        ("str.fdi.R", "corticospinal tract"),
        ("weak.facelow.R", "corticobulbar tract to the lower face"),
    ):
        cause = explanation.causes[item]
        assert cause.pathway == pathway
        assert cause.interrupted.startswith("ic.")
        assert cause.interrupted.endswith(":L")
        assert cause.crosses


def test_the_weak_hand_of_a_nerve_is_traced_to_the_nerve(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"str.fdi.R": "2"})
    cause = neuraxis.explain(model, findings, Stage.CHRONIC, "ulnelb:R").causes["str.fdi.R"]
    assert (cause.pathway, cause.interrupted, cause.crosses) == ("lower motor neuron", "uln.elb:R", False)


def test_a_normal_finding_that_the_place_would_change_is_predicted_and_absent(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"str.edc.R": "0", "str.brachiorad.R": "5"})
    explanation = neuraxis.explain(model, findings, Stage.CHRONIC, "radsg:R")
    assert explanation.with_fit(Fit.PREDICTED_ABSENT) == (findings[1],)


def test_a_contrast_orders_findings_by_what_they_say(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"str.tibpost.R": "5", "str.tibant.R": "2", "dtr.biceps.R": "2"})
    contrast = neuraxis.contrast(model, findings, Stage.CHRONIC, "root.L5:R", "cpn:R")
    weights = dict(contrast.weights)
    strength = [abs(weight) for _, weight in contrast.weights]
    assert strength == sorted(strength, reverse=True)
    assert weights[findings[0]] < -1
    assert weights[findings[2]] == pytest.approx(0, abs=0.1)


def test_a_contrast_the_other_way_round_says_the_opposite(model: neuraxis.Model) -> None:
    case = case_of(model, "the-slapping-foot")
    one, other = (
        dict(neuraxis.contrast(model, case.findings, case.stage, *pair).weights)
        for pair in (("root.L5:R", "cpn:R"), ("cpn:R", "root.L5:R"))
    )
    assert one == pytest.approx({finding: -weight for finding, weight in other.items()})


def test_an_unknown_place_is_refused(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match="unknown place 'nose:R'"):
        neuraxis.explain(model, [], Stage.ACUTE, "nose:R")
