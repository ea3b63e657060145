"""Right on patients as other people describe them, whose findings were charted without sight of the model's answers.

The bounds are what the model reached when the mechanism was last changed, less two: a change that loses more than that
is a decision. Where fewer are correct, the printed ids say who.
"""

import pytest

from neuraxis import Model, Reading
from tests.neuraxis.described import Described, Hit, judge, read_published, read_vignettes

Hits = dict[str, Hit]


def judged(model: Model, patients: list[Described], reading: Reading = Reading.VIGNETTE) -> Hits:
    return {one.id: judge(model, one, one.localize(model, reading)) for one in patients}


def missed(hits: Hits, what: str) -> list[str]:
    return [name for name, hit in hits.items() if not getattr(hit, what)]


@pytest.mark.parametrize(("what", "most"), [("near_level", 12), ("level", 23), ("near_class", 5)])
def test_clear_vignettes_are_localized(model: Model, what: str, most: int) -> None:
    """Of 100: the level (with its neighbors, and strictly) and the motor-neuron class."""
    hits = judged(model, [one for one in read_vignettes(model) if one.core])
    assert len(hits) == 100
    assert len(missed(hits, what)) <= most, missed(hits, what)


def test_the_side_of_clear_vignettes_is_named(model: Model) -> None:
    """Of 31; two of these have no abnormal finding that could be charted."""
    hits = judged(model, [one for one in read_vignettes(model) if one.core and one.side])
    assert len(hits) == 31
    assert len(missed(hits, "side")) <= 3, missed(hits, "side")


def test_a_bare_examination_does_nearly_as_well_as_a_vignette(model: Model) -> None:
    """What was not examined says little, and still a focal story prefers one focal lesion."""
    core = [one for one in read_vignettes(model) if one.core]
    told, bare = (judged(model, core, reading) for reading in (Reading.VIGNETTE, Reading.EXAM))
    for what in ("near_level", "near_class", "side"):
        assert len(missed(bare, what)) <= len(missed(told, what)) + 5, what


@pytest.mark.parametrize("reading", [Reading.VIGNETTE, Reading.EXAM])
@pytest.mark.parametrize(("what", "most"), [("level", 4), ("side", 2), ("near_class", 2), ("places", 3)])
def test_published_patients_are_localized(model: Model, reading: Reading, what: str, most: int) -> None:
    """Of 20: level, side, class, and a place among the first three."""
    hits = judged(model, read_published(model), reading)
    assert len(hits) == 20
    assert len(missed(hits, what)) <= most, missed(hits, what)


def test_the_fit_does_not_cry_wolf_where_the_first_place_is_correct(model: Model) -> None:
    """ "No one place" is said below -2.5; of the published patients that are localized at most one is told so."""
    alarms = [
        one.id
        for one in read_published(model)
        if judge(model, one, posterior := one.localize(model)).place and posterior.fit_z < -2.5
    ]
    assert len(alarms) <= 1, alarms
