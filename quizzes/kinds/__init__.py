"""The kinds of question: each knows how it is asked, read, graded and printed."""

from quizzes.kinds.asking import Asking
from quizzes.kinds.decisive import AskDecisive
from quizzes.kinds.localize import Localize
from quizzes.kinds.motor_class import AskMotorClass
from quizzes.kinds.next_step import AskNext
from quizzes.kinds.odd_one_out import AskOddOneOut
from quizzes.kinds.predict import Predict
from quizzes.models import Kind

ASKING: dict[str, Asking] = {
    Kind.LOCALIZE: Localize(),
    Kind.MOTOR_CLASS: AskMotorClass(),
    Kind.PREDICT: Predict(),
    Kind.NEXT: AskNext(),
    Kind.DECISIVE: AskDecisive(),
    Kind.ODD_ONE_OUT: AskOddOneOut(),
}


def asking_of(kind: str) -> Asking:
    """How questions of `kind` are asked."""
    return ASKING[kind]


__all__ = ["Asking", "asking_of"]
