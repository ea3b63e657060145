"""Where a learner stands in a quiz."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from quizzes.learners.sessions import Learner, questions_of
from quizzes.models import Answer, Mode, Quiz
from quizzes.stored.verdicts import overall_state


@dataclass(frozen=True)
class QuizPosition:
    """One position of a quiz: closed, open, saved (answered, not graded), right, near or wrong."""

    number: int
    state: str
    flagged: bool = False
    struck: tuple[str, ...] = ()

    @property
    def is_opened(self) -> bool:
        return self.state != "closed"

    @property
    def is_answered(self) -> bool:
        return self.state not in ("closed", "open")


@dataclass(frozen=True)
class Progress:
    """All positions of a quiz, in order."""

    positions: tuple[QuizPosition, ...]

    @property
    def answered(self) -> int:
        return sum(one.is_answered for one in self.positions)

    def next_open(self, after: int = 0) -> int | None:
        """The next position without an answer, beginning behind `after` and going round; None if all are answered."""
        ahead = [*self.positions[after:], *self.positions[:after]]
        return next((one.number for one in ahead if not one.is_answered), None)

    def may_open(self, position: int) -> bool:
        """Questions are made one after the other, so that no place comes twice."""
        return position == 1 or self.positions[position - 2].is_opened


COLUMNS = ("position", "flagged", "struck", "answer", "answer__score")


def opened_positions(learner: Learner, public_id: UUID) -> list[QuizPosition]:
    """The opened positions of a quiz of the learner's, in one query; none of somebody else's."""
    questions = questions_of(learner, quiz__public_id=public_id)
    return [quiz_position(*row) for row in questions.values_list(*COLUMNS)]


def progress_of(quiz: Quiz) -> Progress:
    return progress_from([quiz_position(*row) for row in quiz.questions.values_list(*COLUMNS)], quiz.length)


def progress_from(opened: Iterable[QuizPosition], length: int) -> Progress:
    known = {one.number: one for one in opened}
    return Progress(tuple(known.get(at) or QuizPosition(at, "closed") for at in range(1, length + 1)))


def quiz_position(
    number: int, flagged: bool, struck: list[str], answer: int | None, score: float | None
) -> QuizPosition:
    return QuizPosition(number, position_state(answer, score), flagged, tuple(struck))


def position_state(answer: int | None, score: float | None) -> str:
    if answer is None:
        return "open"
    return "saved" if score is None else overall_state(score)


@dataclass(frozen=True)
class Resumable:
    """The quiz to go on with."""

    quiz: Quiz
    position: int


def resumable(learner: Learner) -> Resumable | None:
    """The last quiz that was left before its end; single questions are found again where they came from."""
    quiz = learner.quizzes.filter(finished_at__isnull=True, length__gt=1).order_by("-created_at").first()
    position = progress_of(quiz).next_open() if quiz else None
    if quiz and quiz.mode == Mode.EXAM:
        position = position or quiz.length  # answered in full, and still to be submitted
    return Resumable(quiz, position) if quiz and position else None


def first_unanswered(quiz: Quiz) -> int | None:
    return progress_of(quiz).next_open()


def answers_of(quiz: Quiz) -> list[Answer]:
    """Every answer with its question, in order."""
    answers = Answer.objects.filter(question__quiz=quiz).select_related("question__case_version__case")
    return list(answers.order_by("question__position"))
