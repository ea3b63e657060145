"""Lets a graded answer count: for the memory of each fact, and for the ratings of learner, fact and difficulty.

It happens after the answer is stored and graded, and what goes wrong here is logged and lost for nobody: the command
`count_reviews` makes up for it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

import neuraxis
from quizzes.learning import elo
from quizzes.learning.recalls import recalls
from quizzes.learning.scheduling import Recall, review
from quizzes.models import RATING, Answer, Profile, Quiz, Review, ReviewCard, TaskRating

EASIEST = 1
ATTEMPTS = 2

log = logging.getLogger(__name__)


def count(model: neuraxis.Model, answers: Iterable[Answer], now: datetime) -> None:
    """Let graded answers of one quiz count. Those that counted before must not be among them.

    A question that was asked before, in an exam that is practiced again, tells nothing new.
    """
    graded = [answer for answer in answers if answer.is_graded and answer.question.quiz.origin_id is None]
    if not graded:
        return
    try:
        found = [(answer, recalls(model, answer)) for answer in graded]
        write_once([(answer, told) for answer, told in found if told], now)
    except Exception:
        log.exception("answers %s did not count for review", [answer.pk for answer in graded])


def write_once(found: list[tuple[Answer, dict[str, Recall]]], now: datetime) -> None:
    """Write what answers of one quiz say, unless that was done.

    Another answer of the same learner may make the same card meanwhile; then a second attempt finds it there.
    """
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                write(found, now)
        except IntegrityError:
            continue
        return
    log.info("answers %s counted before", [answer.pk for answer, _ in found])


def write(found: list[tuple[Answer, dict[str, Recall]]], now: datetime) -> None:
    profile = profile_of(found[0][0].question.quiz) if found else None
    if profile is None:
        return
    edges = list(dict.fromkeys(edge for _, told in found for edge in told))
    cards = {card.edge: card for card in ReviewCard.objects.select_for_update().filter(profile=profile, edge__in=edges)}
    tasks = task_ratings(edges, {level_of(answer) for answer, _ in found})
    reviews = []
    for answer, told in found:
        move_ratings(answer, told, cards, tasks)
        for edge, recall in told.items():
            card = reviewed(cards, profile, edge, recall, answer, now)
            reviews.append(Review(answer=answer, card=card, rating=recall, reviewed_at=answer.answered_at))
    store(list(cards.values()), list(tasks.values()))
    Review.objects.bulk_create(reviews)


def profile_of(quiz: Quiz) -> Profile | None:
    """The profile of the quiz's learner, made at the first review; an erased learner has none."""
    if quiz.owner_id is not None:
        return Profile.objects.get_or_create(owner_id=quiz.owner_id)[0]
    return Profile.objects.get_or_create(learner_token=quiz.learner_token)[0] if quiz.learner_token else None


def level_of(answer: Answer) -> int:
    return int(answer.question.payload.get("difficulty", EASIEST))


def task_ratings(edges: Iterable[str], levels: Iterable[int]) -> dict[str, TaskRating]:
    """The ratings of these facts and difficulties, with their starting values where none is kept yet."""
    starts = {f"edge:{edge}": RATING for edge in edges}
    starts |= {f"difficulty:{level}": elo.DIFFICULTIES.get(level, RATING) for level in sorted(levels)}
    kept = TaskRating.objects.select_for_update().filter(subject__in=starts).order_by("subject")
    return {subject: TaskRating(subject=subject, rating=start) for subject, start in starts.items()} | {
        one.subject: one for one in kept
    }


def move_ratings(
    answer: Answer, told: dict[str, Recall], cards: dict[str, ReviewCard], tasks: dict[str, TaskRating]
) -> None:
    """Learner against question: the mean of the learner's facts against theirs and the difficulty of the case."""
    level = tasks[f"difficulty:{level_of(answer)}"]
    facts = [tasks[f"edge:{edge}"] for edge in told]
    known = [cards[edge].rating for edge in told if edge in cards]
    learner = sum(known) / len(known) if known else RATING
    for edge in told:
        cards.setdefault(edge, ReviewCard(edge=edge, rating=learner))
    task = level.rating + sum(fact.rating for fact in facts) / len(facts) - RATING
    surprise = (answer.score or 0.0) - elo.expected(learner, task)
    for edge in told:
        cards[edge].rating = elo.moved(cards[edge].rating, cards[edge].seen, surprise)
    for one in (level, *facts):
        one.rating = elo.moved(one.rating, one.count, -surprise)
        one.count += 1


def reviewed(
    cards: dict[str, ReviewCard], profile: Profile, edge: str, recall: Recall, answer: Answer, now: datetime
) -> ReviewCard:
    card = cards[edge]
    # An answer that is graded late counts as of when it was given, but never before an earlier review.
    at = max(answer.answered_at, card.reviewed_at) if card.reviewed_at else answer.answered_at
    card.profile = profile
    card.state, card.due = review(card.state, recall, min(at, now))
    card.reviewed_at = min(at, now)
    card.seen += 1
    card.right += recall >= Recall.GOOD
    return card


def store(cards: list[ReviewCard], tasks: list[TaskRating]) -> None:
    old = [card for card in cards if card.pk is not None]
    ReviewCard.objects.bulk_create([card for card in cards if card.pk is None])
    ReviewCard.objects.bulk_update(old, ["state", "due", "reviewed_at", "rating", "seen", "right"])
    TaskRating.objects.bulk_create(
        tasks, update_conflicts=True, unique_fields=["subject"], update_fields=["rating", "count"]
    )
