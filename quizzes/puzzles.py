"""Makes the questions of the kinds beside localization: what is shown, what may be chosen, and what grading reads."""

from collections.abc import Callable
from typing import Any

import neuraxis
from quizzes.models import Kind
from quizzes.payloads import freeze

Options = list[list[str]]
Maker = Callable[[neuraxis.Model, int, neuraxis.Topic | None], dict[str, Any]]


def make_puzzle(model: neuraxis.Model, kind: str, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    """The frozen question of a kind. Raises GenerationError where the topic has none."""
    payload = MAKERS[kind](model, seed, topic)
    return payload | {"generator": {"topic": topic and str(topic), "difficulty": None, "kind": str(kind)}}


def make_class_question(model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    made = neuraxis.make_class_question(model, seed, topic=topic)
    return freeze_case(model, made) | {"options": []}


def make_prediction(model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    """The lesion takes the place of the story; there is no examination to show."""
    made = neuraxis.make_prediction(model, seed, topic=topic)
    lesion = neuraxis.word_lesion(model, made.place, made.stage)
    case = neuraxis.Case(made.stage, made.offered, made.place, neuraxis.Reading.EXAM)
    options = [[one.item, neuraxis.word_finding(model, one)] for one in made.offered]
    frozen = freeze(model, case, lesion, PREDICTION_DIFFICULTY, made.topic)
    del frozen["chart"]
    return frozen | {"offered": frozen.pop("findings"), "options": options, "given_place": made.place}


def make_next_question(model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    made = neuraxis.make_next_question(model, seed, topic=topic)
    options = [[item, neuraxis.word_examination(model, item)] for item in made.options]
    return freeze_case(model, made.case) | {"options": options}


def make_decisive_question(model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    """The answer is given; what is asked is which rows of the chart prove it."""
    made = neuraxis.make_decisive_question(model, seed, topic=topic)
    rows: dict[str, list[neuraxis.Finding]] = {}
    for finding in made.findings:
        rows.setdefault(model.items[finding.item].base, []).append(finding)
    options = [[base, neuraxis.word_chart_row(model, row)] for base, row in rows.items()]
    lesion = neuraxis.word_place(model.places[made.key])
    return freeze_case(model, made) | {"options": options, "lesion": f"{lesion[:1].upper()}{lesion[1:]}"}


def make_odd_one_out(model: neuraxis.Model, seed: int, topic: neuraxis.Topic | None) -> dict[str, Any]:
    made = neuraxis.make_odd_one_out(model, seed, topic=topic)
    options = [[one.item, neuraxis.word_finding(model, one)] for one in made.offered]
    return freeze_case(model, made.case) | {"options": options}


def freeze_case(model: neuraxis.Model, made: neuraxis.GeneratedCase) -> dict[str, Any]:
    """A generated patient of whom only the listed findings are known."""
    case = neuraxis.Case(made.stage, made.findings, made.key, neuraxis.Reading.EXAM)
    return freeze(model, case, neuraxis.word_vignette(made), made.difficulty, made.topic)


PREDICTION_DIFFICULTY = 2
MAKERS: dict[str, Maker] = {
    Kind.MOTOR_CLASS: make_class_question,
    Kind.PREDICT: make_prediction,
    Kind.NEXT: make_next_question,
    Kind.DECISIVE: make_decisive_question,
    Kind.ODD_ONE_OUT: make_odd_one_out,
}
