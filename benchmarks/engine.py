"""What the model's own calls cost, on generated cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import neuraxis
from benchmarks.floors import FINDINGS, NAIVE_BAYES
from benchmarks.timing import Figure, time_calls

CASES = 20
Call = Callable[[], object]


def measure_engine(rounds: int, seeds: int) -> list[Figure]:
    """Every call of the front door that a page waits for."""
    model = neuraxis.load_model()
    cases = [_case(model, seed) for seed in range(CASES)]
    short = [replace(case, findings=case.findings[:FINDINGS]) for case in cases]
    answers = [_answer(model, number) for number in range(CASES)]
    for case, answer in zip(cases, answers, strict=True):
        _explain(model, case, answer)

    def timed(name: str, target: float, calls: list[Call], floor: str = NAIVE_BAYES) -> Figure:
        return Figure(name, "ms", time_calls(calls, rounds), target, floor)

    pairs = list(zip(cases, answers, strict=True))
    return [
        timed(f"localize {FINDINGS} findings", 1, [partial(_localize, model, case) for case in short]),
        timed("grade an answer", 5, [partial(neuraxis.grade, model, case, answer) for case, answer in pairs]),
        timed("grade an answer and explain it in words", 5, [partial(_explain, model, *pair) for pair in pairs]),
        timed("best next finding", 10, [partial(_next, model, case) for case in short]),
        Figure(
            f"generate a case, {seeds} seeds",
            "ms",
            time_calls([partial(neuraxis.generate, model, seed) for seed in range(seeds)]),
            60,
            NAIVE_BAYES,
        ),
    ]


def _case(model: neuraxis.Model, seed: int) -> neuraxis.Case:
    made = neuraxis.generate(model, seed)
    return neuraxis.Case(made.stage, made.findings, made.key)


def _answer(model: neuraxis.Model, number: int) -> neuraxis.Answer:
    """Any place of the atlas: mostly a wrong answer, which costs more to explain than a right one."""
    places = list(model.places.values())
    place = places[number * 37 % len(places)]
    return neuraxis.Answer(neuraxis.MotorClass.UPPER, place.level, place.side, place.site)


def _localize(model: neuraxis.Model, case: neuraxis.Case) -> object:
    return neuraxis.localize(model, case.findings, case.stage, reading=case.reading)


def _next(model: neuraxis.Model, case: neuraxis.Case) -> object:
    return neuraxis.next_findings(model, case.findings, case.stage, reading=case.reading)


def _explain(model: neuraxis.Model, case: neuraxis.Case, answer: neuraxis.Answer) -> object:
    return neuraxis.word_feedback(model, case, answer, neuraxis.grade(model, case, answer))
