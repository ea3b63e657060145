"""Questions of other kinds than where the lesion is: each is made from a seed, and graded by the model."""

from neuraxis.puzzles.classes import ClassGrade, judge_motor_class, make_class_question
from neuraxis.puzzles.decisive import DecisiveGrade, decisive_findings, judge_decisive, make_decisive_question
from neuraxis.puzzles.marks import Fate, Mark
from neuraxis.puzzles.next_steps import NextGrade, NextQuestion, Option, judge_next, make_next_question
from neuraxis.puzzles.odd import OddGrade, OddOneOut, judge_odd_one_out, make_odd_one_out
from neuraxis.puzzles.predictions import (
    Foreseen,
    Prediction,
    PredictionGrade,
    judge_prediction,
    make_prediction,
)

__all__ = [
    "ClassGrade",
    "DecisiveGrade",
    "Fate",
    "Foreseen",
    "Mark",
    "NextGrade",
    "NextQuestion",
    "OddGrade",
    "OddOneOut",
    "Option",
    "Prediction",
    "PredictionGrade",
    "decisive_findings",
    "judge_decisive",
    "judge_motor_class",
    "judge_next",
    "judge_odd_one_out",
    "judge_prediction",
    "make_class_question",
    "make_decisive_question",
    "make_next_question",
    "make_odd_one_out",
    "make_prediction",
]
