"""An atlas that grows deals no old seed anew: a site, an item or a muscle more leaves the patients of all others alone.

What may change: a seed that the new site wins, and a case in which the new item is worth charting.
"""

import shutil
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

import neuraxis
from neuraxis.chance import Chance
from neuraxis.knowledge import ATLAS_FOLDER

SEEDS = range(200)
PUZZLES = range(30)
# A place like no other: it takes the motor cortex, the feeling cortex and every anterior horn, on both sides.
SITE = {
    "sites/hemisphere.psv": "parched | M | hemisphere | multiple | parched everything "
    "| m1.*:b cord.ah.*:b s1.*:b | 1 | | judgment",
    "onsets.psv": "parched | sudden | | | | | | judgment",
}
ITEM = {
    "signs/further.psv": "earwiggle | 2 | face | normal | the ear can be moved | | | | | judgment\n"
    "earwiggle | 2 | face | abnormal | the ear cannot be moved | l.faceup:i | .5 | .4 | | judgment",
}
MUSCLE = {
    "muscles.psv": "platysma | platysma | tightening of the skin of the neck | neck | C2:1 | C2=. | arm | .1 | .9 | 20 "
    "| .8 | judgment",
}


@pytest.fixture
def grown(tmp_path: Path, request: pytest.FixtureRequest) -> neuraxis.Model:
    """The model of an atlas with more rows."""
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    for name, rows in request.param.items():
        file = folder / name
        file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n{rows}\n", encoding="utf-8")
    return neuraxis.load_model(folder)


def without_version(made: Any) -> Any:
    return replace(made, model_version="") if isinstance(made, neuraxis.GeneratedCase) else made


@lru_cache(maxsize=1)
def old_cases() -> list[neuraxis.GeneratedCase]:
    return deal(neuraxis.load_model())


def deal(model: neuraxis.Model) -> list[neuraxis.GeneratedCase]:
    return [without_version(neuraxis.generate(model, seed)) for seed in SEEDS]


@pytest.mark.parametrize("grown", [SITE], indirect=True)
def test_a_new_site_takes_no_seed_but_those_it_wins(model: neuraxis.Model, grown: neuraxis.Model) -> None:
    new = deal(grown)
    others = [pair for pair in zip(old_cases(), new, strict=True) if not pair[1].key.startswith("parched")]
    assert len(others) > 0.95 * len(SEEDS)
    assert [before for before, _ in others] == [after for _, after in others]
    won = neuraxis.find_seed(grown, range(3_000), {"parched"})
    assert won is not None
    assert neuraxis.find_seed(model, [won], {"parched"}) is None


@pytest.mark.parametrize("grown", [SITE], indirect=True)
def test_a_new_site_changes_no_puzzle_of_another(model: neuraxis.Model, grown: neuraxis.Model) -> None:
    for seed in PUZZLES:
        assert neuraxis.make_prediction(model, seed) == neuraxis.make_prediction(grown, seed)
        before, after = (neuraxis.make_class_question(one, seed) for one in (model, grown))
        # What is charted may differ: the new place has a motor-neuron class, and so a say in what makes it clear.
        assert (before.key, before.stage) == (after.key, after.stage)


@pytest.mark.parametrize("grown", [ITEM, MUSCLE], ids=["item", "muscle"], indirect=True)
def test_what_is_examined_more_changes_no_case_in_which_it_is_not_charted(grown: neuraxis.Model) -> None:
    added = set(grown.items) - set(neuraxis.load_model().items)
    assert added
    pairs = list(zip(old_cases(), deal(grown), strict=True))
    same = [before == after for before, after in pairs]
    # A case may move where the new item is charted, or where it tips the proof: rivals are told apart by more.
    assert sum(same) > 0.9 * len(SEEDS)


def test_an_item_more_leaves_what_the_others_show(model: neuraxis.Model) -> None:
    lesion = [neuraxis.lesion(model, "wallen:R")]
    few, more = ["gait", "hearing.R"], ["gait", "plantar.R", "hearing.R", "romberg"]
    for seed in range(40):
        first, second = (
            neuraxis.sample_examination(model, lesion, neuraxis.Stage.CHRONIC, Random(seed), items=items)
            for items in (few, more)
        )
        assert set(first) <= set(second)


def test_every_option_wins_as_often_as_its_weight_says() -> None:
    weights = {"often": 0.6, "sometimes": 0.3, "seldom": 0.1, "never": 0.0}
    drawn = [Chance("weights", seed).weigh("one", weights) for seed in range(4_000)]
    for option, weight in weights.items():
        assert drawn.count(option) / len(drawn) == pytest.approx(weight, abs=0.025)


def test_names_come_in_their_own_time() -> None:
    """In the long run as often as their weights say; another name in between leaves the order of the others."""
    chance, weights = Chance("queue"), {"a": 3.0, "b": 2.0, "c": 1.0}
    short = [name for name, _ in islice(chance.queue(weights), 3_000)]
    assert short.count("a") / 3_000 == pytest.approx(1 / 2, abs=0.03)
    assert short.count("c") / 3_000 == pytest.approx(1 / 6, abs=0.03)
    long = [name for name, _ in islice(chance.queue({"d": 2.0, **weights}), 3_000) if name != "d"]
    assert long == short[: len(long)]


def test_a_mix_keeps_its_order_when_one_joins() -> None:
    mixed = Chance("mix").mix("letters", "abcdefgh")
    joined = Chance("mix").mix("letters", "xabcdefgh")
    assert sorted(mixed) == list("abcdefgh")
    assert [letter for letter in joined if letter != "x"] == mixed
