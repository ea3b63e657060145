"""What cannot be tested says nothing by silence, and what takes months is not met in the first days."""

import pytest

import neuraxis
from neuraxis import Model, Posterior, Stage


def localized(model: Model, said: dict[str, str], stage: Stage) -> Posterior:
    return neuraxis.localize(model, neuraxis.parse_findings(model, said), stage, top=600)


def odds(posterior: Posterior, one: str, other: str) -> float:
    shares = {candidate.place.key: candidate.probability for candidate in posterior.ranked}
    return shares[one] / shares[other]


def test_a_slow_disease_gives_way_in_the_first_days(model: Model) -> None:
    """Weak shoulders and hips: a myopathy takes weeks, a periodic paralysis hours."""
    said = {f"str.{muscle}.{side}": "3" for muscle in ("deltoid", "biceps", "iliopsoas", "quads") for side in "RL"}
    acute, chronic = (localized(model, said, stage) for stage in (Stage.ACUTE, Stage.CHRONIC))
    assert odds(acute, "myop:M", "hypok:M") < odds(chronic, "myop:M", "hypok:M") / 2


@pytest.mark.parametrize("sign", [("comapupils", "pinpoint"), ("posture", "decerebrate")])
def test_coma_needs_no_power_to_be_charted(model: Model, sign: tuple[str, str]) -> None:
    """Pinpoint pupils or extensor posturing in coma: the pons, though nobody could test limbs, eyes or feeling."""
    said = {"drowsy": "abnormal", sign[0]: sign[1], "plantar.R": "extensor", "plantar.L": "extensor"}
    ranked = localized(model, said, Stage.ACUTE).ranked
    assert ranked[0].place.key in {"ponshaem:M", "mbherni:M"}


def test_who_is_blind_in_both_eyes_has_no_fields_to_chart(model: Model) -> None:
    blind = {"bilateral_blindness": "abnormal", "pupil.R": "normal", "pupil.L": "normal"}
    fields = {f"{item}.{side}": "normal" for item in ("vf.uq", "vf.lq") for side in "RL"}
    assert localized(model, blind, Stage.ACUTE).ranked[0].place.site in {"corblind", "anton"}
    charted = localized(model, blind | fields, Stage.ACUTE)
    assert charted.ranked[0].probability < localized(model, blind, Stage.ACUTE).ranked[0].probability


def test_every_rule_of_reading_names_items_that_there_are(model: Model) -> None:
    """A misspelled item would be a rule that never applies, and nobody would notice."""
    named = {item for group in model.atlas.silence for item in group.items}
    for rule in model.reading["hidden"]:
        named.update(rule["by"], rule["items"])
    assert named <= {item.base for item in model.items.values()}
