"""What linting finds in made-up cases, each with one thing wrong."""

import pytest

import neuraxis
from neuraxis import Case, InputError, Lint, Severity, Stage

RADIAL = {
    "str.edc.R": "1", "str.ecr.R": "1", "str.brachiorad.R": "1", "str.triceps.R": "5", "dtr.brachior.R": "0",
    "dtr.triceps.R": "2", "sens.pin.web1h.R": "absent", "str.fdi.R": "5", "str.apb.R": "5",
}  # fmt: skip
PARAPLEGIA = {
    f"{item}.{side}": value
    for side in "RL"
    for item, value in {
        "str.iliopsoas": "0", "str.tibant": "0", "dtr.knee": "0", "dtr.ankle": "0", "tone.leg": "flaccid",
        "sens.pin.t8": "absent", "sens.pin.l4": "absent", "senslevel": "T6", "str.fdi": "5", "dtr.biceps": "2",
    }.items()
}  # fmt: skip


def lint(
    model: neuraxis.Model, findings: dict[str, str], key: str, stage: Stage = Stage.CHRONIC, vignette: str = ""
) -> Lint:
    return neuraxis.lint(model, Case(stage, neuraxis.parse_findings(model, findings), key), vignette)


def codes(found: Lint) -> dict[str, Severity]:
    return {issue.code: issue.severity for issue in found.issues}


def test_a_good_case_has_no_warning(model: neuraxis.Model) -> None:
    found = lint(model, RADIAL, "radsg:R")
    assert (found.rank, found.has_errors) == (1, False)
    assert found.probability > 0.9
    assert not [issue for issue in found.issues if issue.severity is not Severity.NOTE]


def test_a_key_that_the_findings_contradict_is_an_error(model: neuraxis.Model) -> None:
    found = lint(model, RADIAL, "cts:R")
    assert codes(found)["key_not_first"] is Severity.ERROR
    assert found.rank > 1
    assert found.has_errors
    assert found.rivals[0].place.key == "radsg:R"


def test_findings_that_leave_two_places_open_are_ambiguous(model: neuraxis.Model) -> None:
    found = lint(model, {"str.tibant.R": "2", "str.ehl.R": "2", "sens.pin.l5dor.R": "reduced"}, "cpn:R")
    assert set(codes(found)) & {"ambiguous", "key_not_first"}
    assert found.suggestions


def test_an_ambiguous_case_is_settled_by_what_is_suggested(model: neuraxis.Model) -> None:
    saddle = {f"sens.pin.s3.{side}": "reduced" for side in "RL"} | {f"dtr.ankle.{side}": "2" for side in "RL"}
    found = lint(model, saddle, "conus:M")
    assert set(codes(found)) & {"ambiguous", "key_not_first"}
    assert "caudaS:M" in [rival.place.key for rival in found.rivals]
    assert found.suggestions
    assert all(item in model.items for item in found.suggestions)


def test_findings_of_three_places_are_contradictory(model: neuraxis.Model) -> None:
    foreign = {"ptosis.L": "complete", "nonfluent": "abnormal", "hearing.L": "abnormal", "myotonia": "abnormal"}
    found = lint(model, RADIAL | foreign, "radsg:R")
    assert "contradictory" in codes(found)


def test_wasting_on_the_first_day_is_a_conflict_of_stage(model: neuraxis.Model) -> None:
    wasted = RADIAL | {"waste.thenar.R": "abnormal"}
    assert codes(lint(model, wasted, "radsg:R", Stage.ACUTE))["stage"] is Severity.WARNING
    assert codes(lint(model, wasted, "radsg:R", Stage.HYPERACUTE))["stage"] is Severity.WARNING
    assert "stage" not in codes(lint(model, wasted, "radsg:R", Stage.CHRONIC))


def test_spinal_shock_in_the_chronic_stage_is_noted(model: neuraxis.Model) -> None:
    assert codes(lint(model, PARAPLEGIA, "transect.T6:M"))["shock"] is Severity.NOTE
    assert "shock" not in codes(lint(model, PARAPLEGIA, "transect.T6:M", Stage.ACUTE))


def test_an_extensor_toe_that_cannot_rise_is_an_error(model: neuraxis.Model) -> None:
    toe = {"str.ehl.R": "0", "str.tibant.R": "0", "str.edl.R": "0", "str.tibpost.R": "5", "plantar.R": "extensor"}
    assert codes(lint(model, toe, "dpn:R"))["effector"] is Severity.ERROR
    assert "effector" not in codes(lint(model, toe | {"plantar.R": "mute"}, "dpn:R"))


def test_a_toe_paralyzed_from_above_may_rise(model: neuraxis.Model) -> None:
    toes = PARAPLEGIA | {
        f"{item}.{side}": value for side in "RL" for item, value in (("str.ehl", "0"), ("plantar", "extensor"))
    }
    assert "effector" not in codes(lint(model, toes, "transect.T6:M", Stage.ACUTE))


def test_too_few_abnormal_findings_are_counted(model: neuraxis.Model) -> None:
    assert codes(lint(model, {"str.edc.R": "1"}, "pin:R"))["few"] is Severity.WARNING
    assert "few" not in codes(lint(model, RADIAL, "radsg:R"))


@pytest.mark.parametrize(
    "words", ["It is a Saturday night palsy.", "The RADIAL NERVE IN THE SPIRAL GROOVE was pressed."]
)
def test_a_vignette_that_names_the_place_gives_it_away(model: neuraxis.Model, words: str) -> None:
    assert codes(lint(model, RADIAL, "radsg:R", vignette=words))["giveaway"] is Severity.WARNING


def test_a_vignette_that_tells_a_story_gives_nothing_away(model: neuraxis.Model) -> None:
    story = "He slept on a bench and woke with a dropped hand."
    assert "giveaway" not in codes(lint(model, RADIAL, "radsg:R", vignette=story))


def test_what_the_key_does_not_explain_is_noted(model: neuraxis.Model) -> None:
    found = lint(model, RADIAL | {"ptosis.L": "complete"}, "radsg:R")
    issue = next(issue for issue in found.issues if issue.code == "unexplained")
    assert [finding.item for finding in issue.params["findings"]] == ["ptosis.L"]


def test_what_the_key_predicts_and_is_absent_is_noted(model: neuraxis.Model) -> None:
    found = lint(model, RADIAL | {"str.ecu.R": "5"}, "radsg:R")
    issue = next(issue for issue in found.issues if issue.code == "predicted_absent")
    assert "str.ecu.R" in [finding.item for finding in issue.params["findings"]]


def test_every_issue_reads_as_a_sentence(model: neuraxis.Model) -> None:
    made = [
        lint(model, RADIAL | {"ptosis.L": "complete", "nonfluent": "abnormal", "waste.thenar.R": "abnormal"}, "cts:R",
             Stage.ACUTE, "Carpal tunnel syndrome"),
        lint(model, {"str.ehl.R": "0", "plantar.R": "extensor"}, "dpn:R"),
        lint(model, PARAPLEGIA, "transect.T5:M"),
    ]  # fmt: skip
    for issue in (issue for found in made for issue in found.issues):
        words = neuraxis.word_issue(model, issue)
        assert words[0].isupper()
        assert words.endswith(".")
        assert "{" not in words


def test_what_says_nothing_beside_something_more_exact_is_noted(model: neuraxis.Model) -> None:
    found = lint(model, RADIAL | {"reg.arm.d.R": "weak", "sens.any.hand.R": "abnormal"}, "radsg:R")
    issue = next(issue for issue in found.issues if issue.code == "redundant")
    assert "reg.arm.d.R" in [finding.item for finding in issue.params["findings"]]
    assert "redundant" not in codes(lint(model, RADIAL | {"sens.any.foot.R": "abnormal"}, "radsg:R"))


def test_an_unknown_key_or_finding_is_refused(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match="unknown place"):
        lint(model, RADIAL, "radsg:X")
    with pytest.raises(InputError, match="unknown item"):
        neuraxis.lint(model, Case(Stage.ACUTE, (neuraxis.Finding("nose", "cold"),), "radsg:R"))
