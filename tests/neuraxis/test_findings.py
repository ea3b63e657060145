"""Reading findings: order means nothing, each item once, unknown words never pass, silence changes nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neuraxis
from neuraxis import Finding, InputError, Reading, Stage
from tests.neuraxis.anatomy import place_keys


def sampled(model: neuraxis.Model, place: str, seed: int, count: int = 25) -> list[Finding]:
    """Some findings of one patient with a lesion there."""
    rng = random.Random(seed)
    items = rng.sample(sorted(model.items), count)
    return list(neuraxis.sample_examination(model, [neuraxis.lesion(model, place)], Stage.CHRONIC, rng, items=items))


@given(place=st.sampled_from(place_keys()), seed=st.integers(0, 999), reading=st.sampled_from(Reading))
def test_the_order_of_findings_does_not_matter(model: neuraxis.Model, place: str, seed: int, reading: Reading) -> None:
    findings = sampled(model, place, seed)
    shuffled = random.Random(seed + 1).sample(findings, len(findings))
    one, other = (neuraxis.localize(model, given, Stage.CHRONIC, reading=reading) for given in (findings, shuffled))
    assert one.ranked == other.ranked
    assert one.motor_class == other.motor_class
    assert one.apparent_by_region == other.apparent_by_region
    assert one.fit_z == pytest.approx(other.fit_z)


@given(place=st.sampled_from(place_keys()), seed=st.integers(0, 999))
def test_the_same_findings_always_give_the_same_answer(model: neuraxis.Model, place: str, seed: int) -> None:
    findings = sampled(model, place, seed)
    assert neuraxis.localize(model, findings, Stage.ACUTE) == neuraxis.localize(model, findings, Stage.ACUTE)


def test_a_duplicate_is_refused_even_when_it_agrees(model: neuraxis.Model) -> None:
    twice = [Finding("str.apb.R", "3"), Finding("str.apb.R", "3")]
    with pytest.raises(InputError, match=r"str\.apb\.R stands twice; keep one"):
        neuraxis.localize(model, twice, Stage.CHRONIC)
    with pytest.raises(InputError, match=r"finding 2: str\.apb\.R stands twice"):
        neuraxis.parse_findings(model, [{"item": "str.apb.R", "value": "3"}] * 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"str.tricep.R": "3"}, "finding 1: unknown item 'str.tricep.R'; did you mean str.triceps.R"),
        ({"str.apb": "3"}, "unknown item 'str.apb'"),
        ({"str.apb.R": "6"}, "str.apb.R cannot be '6'; it is one of 0, 1, 2, 3, 4, 5"),
        ({"plantar.L": "up"}, "plantar.L cannot be 'up'; it is one of flexor, mute, extensor"),
        ("str.apb.R=3", "findings should be an object {item: value} or a list"),
        (["str.apb.R"], 'finding 1 should be an object with "item" and "value"'),
        ([{"item": "str.apb.R"}], 'finding 1 should be an object with "item" and "value"'),
        (None, "findings should be an object"),
    ],
)
def test_what_cannot_be_read_says_what_would_be_right(model: neuraxis.Model, data: object, said: str) -> None:
    with pytest.raises(InputError) as error:
        neuraxis.parse_findings(model, data)
    assert said in str(error.value)


def test_all_faults_come_at_once(model: neuraxis.Model) -> None:
    with pytest.raises(InputError) as error:
        neuraxis.parse_findings(model, {"str.abp.R": "3", "str.apb.R": "9", "dtr.knee.R": "5"})
    assert len(error.value.faults) == 3


def test_unknown_items_and_values_are_refused_by_localization_itself(model: neuraxis.Model) -> None:
    with pytest.raises(InputError) as error:
        neuraxis.localize(model, [Finding("nose", "cold"), Finding("str.apb.R", "cold")], Stage.CHRONIC)
    assert len(error.value.faults) == 2


ANYTHING = st.recursive(
    st.none() | st.text(max_size=9) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(data=ANYTHING.filter(lambda data: data not in ([], {})))
def test_no_input_breaks_the_reader(model: neuraxis.Model, data: object) -> None:
    with pytest.raises(InputError) as error:
        neuraxis.parse_findings(model, data)
    assert all(error.value.faults)


def test_findings_keep_their_order_and_read_alike_from_both_forms(model: neuraxis.Model) -> None:
    pairs = {"str.triceps.R": "3", "dtr.triceps.R": "0"}
    listed = [{"item": item, "value": value} for item, value in pairs.items()]
    assert neuraxis.parse_findings(model, pairs) == neuraxis.parse_findings(model, listed)
    assert [one.item for one in neuraxis.parse_findings(model, listed)] == list(pairs)


def test_an_examination_without_findings_says_nothing_when_unlisted_means_not_examined(model: neuraxis.Model) -> None:
    posterior = neuraxis.localize(model, [], Stage.CHRONIC, reading=Reading.EXAM, top=len(model.places))
    by_class = {
        one.place.key: one.probability / one.place.share
        for one in posterior.ranked
        if len(one.members) == 1 and Stage.CHRONIC in model.atlas.sites[one.place.site].stages
    }
    assert max(by_class.values()) == pytest.approx(min(by_class.values()))


def test_not_examined_is_not_normal(model: neuraxis.Model) -> None:
    """A radial palsy whose triceps was not examined may lie in the axilla; with a normal triceps it hardly does."""
    findings = {"str.edc.R": "1", "str.ecr.R": "1", "str.brachiorad.R": "1", "dtr.brachior.R": "0"}

    def axilla_to_groove(more: dict[str, str]) -> float:
        parsed = neuraxis.parse_findings(model, findings | more)
        ranked = neuraxis.localize(model, parsed, Stage.CHRONIC, reading=Reading.EXAM, top=len(model.places)).ranked
        found = {place.key: one.probability for one in ranked for place in one.members}
        return found["radax:R"] / found["radsg:R"]

    assert axilla_to_groove({}) > 0.3
    assert axilla_to_groove({"str.triceps.R": "5"}) < 0.05


def test_when_unlisted_means_not_examined_only_what_is_listed_counts(model: neuraxis.Model) -> None:
    """The likelihood of a place is that of its listed findings, whatever else it would do."""
    findings = neuraxis.parse_findings(model, {"str.edc.R": "1"})
    ranked = neuraxis.localize(model, findings, Stage.CHRONIC, reading=Reading.EXAM, top=len(model.places)).ranked
    found = {one.place.key: one.probability for one in ranked}
    # The finger extensor alone is as weak in a palsy of the whole radial nerve as in one of its last branch.
    assert found["radax:R"] == pytest.approx(found["pin:R"], rel=0.05)


def test_a_region_says_nothing_more_once_its_muscles_are_known(model: neuraxis.Model) -> None:
    fine = neuraxis.parse_findings(model, {"str.fdi.R": "3", "str.edc.R": "5"})
    coarse = neuraxis.parse_findings(model, {"str.fdi.R": "3", "str.edc.R": "5", "reg.arm.d.R": "3"})
    one, other = (neuraxis.localize(model, given, Stage.CHRONIC) for given in (fine, coarse))
    assert one.ranked == other.ranked


def test_hours_after_onset_the_examination_is_that_of_the_first_days(model: neuraxis.Model) -> None:
    lesion = neuraxis.lesion(model, "transect.T4:M")
    hours, days = (neuraxis.simulate(model, [lesion], stage) for stage in (Stage.HYPERACUTE, Stage.ACUTE))
    assert hours == days


def test_in_the_first_hours_only_what_comes_suddenly_is_likely(model: neuraxis.Model) -> None:
    """Weak legs without reflexes: Guillain-Barré takes days, an infarct of the anterior cord minutes."""
    said = {f"{item}.{side}": value for side in "RL" for item, value in (("reg.leg.p", "2"), ("dtr.knee", "0"))}
    findings = neuraxis.parse_findings(model, said)

    def odds(stage: Stage) -> float:
        ranked = neuraxis.localize(model, findings, stage, top=len(model.places)).ranked
        found = {place.key: one.probability for one in ranked for place in one.members}
        return found["gbs:M"] / found["anterior.T10:M"]

    assert odds(Stage.HYPERACUTE) < odds(Stage.ACUTE) / 5


def test_reflexes_that_are_brisk_already_count_less_against_a_lesion_of_days_than_of_hours(
    model: neuraxis.Model,
) -> None:
    said = {f"reg.{part}.R": "3" for part in ("arm.p", "arm.d", "leg.p", "leg.d")} | {"dtr.knee.R": "4"}
    findings = neuraxis.parse_findings(model, said)
    hours, days = (neuraxis.localize(model, findings, stage).fit_z for stage in (Stage.HYPERACUTE, Stage.ACUTE))
    assert hours <= days


def test_age_moves_what_is_likely(model: neuraxis.Model) -> None:
    """A floppy, weak patient without reflexes: infantile muscular atrophy in the infant, never in the old."""
    said = {f"reg.{part}.{side}": "2" for part in ("arm.p", "arm.d", "leg.p", "leg.d") for side in "RL"}
    findings = neuraxis.parse_findings(model, said | {f"dtr.knee.{side}": "0" for side in "RL"})

    def share(age: neuraxis.Age | None) -> float:
        ranked = neuraxis.localize(model, findings, Stage.CHRONIC, age=age, top=len(model.places)).ranked
        return {place.key: one.probability for one in ranked for place in one.members}["sma1:M"]

    assert share(neuraxis.Age.INFANT) > 2 * share(None)
    assert share(neuraxis.Age.OLD) < share(None)
