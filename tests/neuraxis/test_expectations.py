"""What a place predicts of the items that were examined, and whether it agrees with what was seen."""

import pytest

import neuraxis
from neuraxis import Expectation, Finding, Fit, InputError, Stage


def expected(model: neuraxis.Model, place: str, *seen: tuple[str, str]) -> dict[str, Expectation]:
    findings = tuple(Finding(item, value) for item, value in seen)
    return {one.seen.item: one for one in neuraxis.expect(model, findings, Stage.CHRONIC, place)}


def test_a_peroneal_palsy_drops_the_foot_and_spares_inversion(model: neuraxis.Model) -> None:
    items = expected(model, "cpn:R", ("str.tibant.R", "2"), ("str.tibpost.R", "5"), ("str.tibant.L", "5"))
    assert int(items["str.tibant.R"].expected.value) < 5
    assert items["str.tibpost.R"].expected.value == "5"
    assert items["str.tibant.L"].expected.value == "5"
    assert all(one.agrees for one in items.values())


def test_a_grade_that_differs_in_degree_alone_agrees(model: neuraxis.Model) -> None:
    for grade in "01234":
        assert expected(model, "cpn:R", ("str.tibant.R", grade))["str.tibant.R"].agrees


def test_what_was_examined_and_normal_disagrees_where_the_place_predicts_a_deficit(model: neuraxis.Model) -> None:
    one = expected(model, "cpn:R", ("str.tibant.R", "5"))["str.tibant.R"]
    assert not one.agrees
    assert one.expected.value != "5"
    assert one.probability > 0.5


def test_what_was_found_disagrees_where_the_place_predicts_the_normal(model: neuraxis.Model) -> None:
    one = expected(model, "cpn:R", ("str.deltoid.L", "3"))["str.deltoid.L"]
    assert (one.agrees, one.expected.value) == (False, "5")


def test_a_brisk_reflex_is_not_a_lost_one(model: neuraxis.Model) -> None:
    """The cord interrupted above the ankle's segments makes the jerk brisk."""
    one = expected(model, "transect.T6:M", ("dtr.ankle.R", "0"), ("dtr.ankle.L", "4"))
    assert all(int(one[f"dtr.ankle.{side}"].expected.value) > 2 for side in "RL")
    assert [one[f"dtr.ankle.{side}"].agrees for side in "RL"] == [False, True]


def test_probabilities_are_probabilities(model: neuraxis.Model) -> None:
    for seed in range(12):
        case = neuraxis.generate(model, seed)
        for one in neuraxis.expect(model, case.findings, case.stage, case.key):
            item = model.items[one.seen.item]
            assert one.expected.item == one.seen.item
            assert one.expected.value in item.values
            assert 1 / len(item.values) <= one.probability <= 1


def test_it_never_contradicts_the_explanation(model: neuraxis.Model) -> None:
    """What is called predicted and absent never agrees, and what is called explained agrees."""
    for seed in range(24):
        case = neuraxis.generate(model, seed)
        accounts = neuraxis.explain(model, case.findings, case.stage, case.key).accounts
        for account, one in zip(accounts, neuraxis.expect(model, case.findings, case.stage, case.key), strict=True):
            ways = len(model.items[one.seen.item].values)
            if account.fit is Fit.PREDICTED_ABSENT and ways == 2:
                assert not one.agrees, one
            if account.fit is Fit.EXPLAINED:
                assert one.agrees, one


def test_an_unknown_place_is_refused(model: neuraxis.Model) -> None:
    with pytest.raises(InputError):
        neuraxis.expect(model, [Finding("dtr.knee.R", "2")], Stage.ACUTE, "nowhere:R")
