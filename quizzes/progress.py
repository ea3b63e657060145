"""Where a learner stands in a quiz."""

from dataclasses import dataclass

from quizzes.grading import overall_state
from quizzes.learners import Learner
from quizzes.models import Answer, Quiz


@dataclass(frozen=True)
class Spot:
    """One position of a quiz: closed, open, saved (answered, not graded), right, near or wrong."""

    position: int
    state: str
    flagged: bool = False

    @property
    def is_opened(self) -> bool:
        return self.state != "closed"

    @property
    def is_answered(self) -> bool:
        return self.state not in ("closed", "open")


@dataclass(frozen=True)
class Progress:
    """All positions of a quiz, in order."""

    spots: tuple[Spot, ...]

    @property
    def answered(self) -> int:
        return sum(spot.is_answered for spot in self.spots)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.spots)

    def next_open(self, after: int = 0) -> int | None:
        """The next position without an answer, beginning behind `after` and going round; None if all are answered."""
        ahead = [*self.spots[after:], *self.spots[:after]]
        return next((spot.position for spot in ahead if not spot.is_answered), None)

    def may_open(self, position: int) -> bool:
        """Questions are made one after the other, so that no place comes twice."""
        return position == 1 or self.spots[position - 2].is_opened


def progress_of(quiz: Quiz) -> Progress:
    rows = quiz.questions.values_list("position", "flagged", "answer", "answer__score")
    opened = {position: Spot(position, spot_state(answer, score), flagged) for position, flagged, answer, score in rows}
    spots = (opened.get(position, Spot(position, "closed")) for position in range(1, quiz.length + 1))
    return Progress(tuple(spots))


def spot_state(answer: int | None, score: float | None) -> str:
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
    return Resumable(quiz, position) if quiz and position else None


def first_unanswered(quiz: Quiz) -> int | None:
    return progress_of(quiz).next_open()


def answers_of(quiz: Quiz) -> list[Answer]:
    """Every answer with its question, in order."""
    answers = Answer.objects.filter(question__quiz=quiz).select_related("question__case_version__case")
    return list(answers.order_by("question__position"))
