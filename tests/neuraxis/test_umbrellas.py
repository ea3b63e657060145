"""Findings as people tell them: without the grade, the kind, the place or the side."""

import numpy as np
import pytest

import neuraxis
from neuraxis import Finding, InputError, Reading, Stage
from neuraxis.examination import Kind
from neuraxis.localization import place_scores, score_rows


def scores(model: neuraxis.Model, told: dict[str, str], reading: Reading = Reading.EXAM) -> np.ndarray:
    findings = neuraxis.parse_findings(model, told)
    return place_scores(model, score_rows(model, findings, Stage.ACUTE, reading))


def chances(model: neuraxis.Model, place: str, *items: str) -> dict[str, dict[str, float]]:
    return neuraxis.simulate(model, [neuraxis.lesion(model, place)], Stage.ACUTE, items=items)


def test_weak_without_a_grade_is_any_grade_below_five(model: neuraxis.Model) -> None:
    told = neuraxis.parse_findings(model, {"str.deltoid.R": "weak", "weak.facelow.L": "weak", "ptosis.R": "abnormal"})
    assert [one.value for one in told] == ["weak", "weak", "abnormal"]
    place = neuraxis.localize(model, told[:1], Stage.ACUTE).ranked[0].place
    grades = chances(model, place.key, "str.deltoid.R")["str.deltoid.R"]
    assert sum(grades[grade] for grade in "01234") > 0.9


def test_weakness_without_a_grade_fits_a_mild_and_a_severe_palsy(model: neuraxis.Model) -> None:
    exact = [scores(model, {"str.deltoid.R": grade}) for grade in "01234"]
    told = scores(model, {"str.deltoid.R": "weak"})
    assert np.all(told >= np.max(exact, axis=0))


def test_a_value_of_unstated_kind_stands_for_no_other_item(model: neuraxis.Model) -> None:
    with pytest.raises(InputError, match=r"dtr\.knee\.R cannot be 'weak'"):
        neuraxis.parse_findings(model, {"dtr.knee.R": "weak"})


def test_aphasia_is_there_when_one_of_its_parts_is(model: neuraxis.Model) -> None:
    broca = chances(model, "broca:L", "aphasia", "nonfluent")
    assert broca["aphasia"]["abnormal"] > broca["nonfluent"]["abnormal"]
    healthy = neuraxis.simulate(model, [], Stage.ACUTE, items=["aphasia", "naming", "repetition"])
    parts = [healthy[key]["abnormal"] for key in ("naming", "repetition")]
    assert healthy["aphasia"]["abnormal"] < sum(parts)  # the same noise counts once


def test_an_umbrella_says_nothing_more_once_a_part_is_known(model: neuraxis.Model) -> None:
    part = scores(model, {"nonfluent": "abnormal"})
    assert np.array_equal(part, scores(model, {"nonfluent": "abnormal", "aphasia": "abnormal"}))


def test_an_umbrella_adds_to_a_part_that_is_normal(model: neuraxis.Model) -> None:
    part = scores(model, {"nonfluent": "normal"})
    assert not np.array_equal(part, scores(model, {"nonfluent": "normal", "aphasia": "abnormal"}))


def test_what_an_umbrella_mentions_is_not_silence(model: neuraxis.Model) -> None:
    """A story that says only "aphasia" does not pass over fluency, comprehension and repetition."""
    told, silent = (scores(model, {key: "abnormal"}, Reading.VIGNETTE) for key in ("aphasia", "hiccup"))
    bare, quiet = (scores(model, {key: "abnormal"}) for key in ("aphasia", "hiccup"))
    at = model.place_keys.index("global:L")
    assert (told - bare)[at] > (silent - quiet)[at]


@pytest.mark.parametrize(
    ("item", "value", "read"),
    [
        ("gag", "abnormal", Finding("gag.U", "abnormal")),
        ("gag", "one", Finding("gag.U", "one")),
        ("gag", "normal", Finding("gag.U", "normal")),
        ("ptosis", "complete", Finding("ptosis.U", "abnormal")),
        ("plantar", "extensor", Finding("plantar.U", "abnormal")),
        ("plantar", "flexor", Finding("plantar.U", "normal")),
        ("weak.tongue", "weak", Finding("weak.tongue.U", "abnormal")),
    ],
)
def test_an_item_may_be_written_without_its_side(model: neuraxis.Model, item: str, value: str, read: Finding) -> None:
    assert neuraxis.parse_findings(model, {item: value}) == (read,)


def test_a_side_that_is_not_stated_favors_none(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"weak.tongue": "one", "reg.arm": "one", "reg.leg": "one"})
    side = neuraxis.localize(model, findings, Stage.ACUTE).side
    assert side[neuraxis.Side.RIGHT] == pytest.approx(
        side[neuraxis.Side.LEFT], rel=0.1
    )  # but for language, whose silence speaks against the left


def test_one_side_is_not_both(model: neuraxis.Model) -> None:
    wallenberg, both = chances(model, "wallen:R", "gag.U")["gag.U"], chances(model, "bulbpalsy:M", "gag.U")["gag.U"]
    assert wallenberg["one"] > wallenberg["both"]
    assert both["both"] > both["one"]


def test_no_generated_case_shows_an_umbrella(model: neuraxis.Model) -> None:
    for seed in range(12):
        for finding in neuraxis.generate(model, seed).findings:
            item = model.items[finding.item]
            assert item.kind is not Kind.UMBRELLA, finding
            assert finding.value in item.values, finding


def test_an_umbrella_is_never_the_next_thing_to_examine(model: neuraxis.Model) -> None:
    findings = neuraxis.parse_findings(model, {"reg.arm.p.R": "weak"})
    found = neuraxis.next_findings(model, findings, Stage.ACUTE, most=60)
    assert [item for item, _ in found if model.items[item].kind is Kind.UMBRELLA] == []
