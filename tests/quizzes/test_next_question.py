"""What a practice asks next: what is due, what is weak, as hard as fits, and always a fresh case."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

import neuraxis
from quizzes.learners.sessions import Learner
from quizzes.learning import elo
from quizzes.learning.aims import Standing, fitting_difficulty, missed, order
from quizzes.learning.exam_date import due_for_exam
from quizzes.learning.scheduling import Recall, retrievability, review
from quizzes.making.questions import open_question, start_review
from quizzes.models import Answer, Profile, Question, Quiz, ReviewCard

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(edge: str, due_in: int, rating: float = 1500, seen: int = 2, right: int = 2) -> Standing:
    return Standing(edge, NOW + due_in * DAY, rating, seen, right)


def test_the_longest_overdue_comes_first_then_the_weakest() -> None:
    cards = [
        standing("a", 3),
        standing("b", -1),
        standing("c", -5),
        standing("d", 4, rating=1200, right=1),
        standing("e", 2, rating=1300, right=1),
    ]
    assert [(card.edge, why) for card, why in order(cards, NOW)] == [
        ("c", "due"), ("b", "due"), ("d", "weak"), ("e", "weak"),
    ]  # fmt: skip


def test_a_fact_that_draws_missed_does_not_block_the_others() -> None:
    cards = [standing("a", -9), standing("b", -1), standing("c", -5)]
    misses = missed([({"tried": ["a", "c"]}, ["c"]), ({"tried": ["a"]}, None), (None, ["b"])])
    assert [card.edge for card, _ in order(cards, NOW, misses)] == ["c", "b", "a"]


def test_what_is_known_and_not_due_is_left_alone() -> None:
    assert order([standing("a", 3), standing("b", 9)], NOW) == []


@pytest.mark.django_db
def test_difficulty_follows_the_rating() -> None:
    def fitting(rating: float, seen: int = 5) -> int | None:
        return fitting_difficulty([standing("a", 1, rating, seen), standing("b", 1, rating, seen)])

    assert fitting(1500, seen=2) is None
    assert [fitting(rating) for rating in (1100, 1490, 1640, 1800, 2200)] == [1, 1, 2, 3, 4]


def test_ratings_move_towards_what_is_seen_and_settle() -> None:
    assert elo.expected(1500, 1500) == 0.5
    assert elo.moved(1500, 0, 0.5) > elo.moved(1500, 20, 0.5) > 1500 > elo.moved(1500, 3, -0.2)


def test_good_reviews_reach_further_each_time_and_a_lapse_comes_back_soon() -> None:
    state, due = review(None, Recall.GOOD, NOW)
    first = due - NOW
    state, due_again = review(state, Recall.GOOD, due)
    assert due_again - due > first >= DAY
    assert 0.85 < retrievability(state, due_again) < 0.95
    _, lapsed = review(state, Recall.AGAIN, due_again)
    assert lapsed - due_again < due_again - due


def test_without_an_exam_or_after_it_dates_stay() -> None:
    due = NOW + 100 * DAY
    assert due_for_exam("a", due, NOW, None, NOW) == due
    assert due_for_exam("a", due, NOW, date(2026, 3, 1), NOW) == due


def test_every_fact_is_seen_once_in_the_last_week_before_the_exam() -> None:
    exam = date(2026, 4, 20)
    edges = [f"edge-{number}" for number in range(60)]
    dates = [due_for_exam(edge, NOW + 300 * DAY, NOW, exam, NOW).date() for edge in edges]
    assert {exam - day for day in set(dates)} <= {timedelta(days=days) for days in range(1, 8)}
    assert len(set(dates)) == 7


def test_what_is_due_before_the_last_round_keeps_its_date_and_what_was_seen_in_it_is_left() -> None:
    exam = date(2026, 4, 20)
    early = NOW + 10 * DAY
    assert due_for_exam("a", early, NOW, exam, NOW) == early
    late, seen = NOW + 300 * DAY, datetime(2026, 4, 15, 12, tzinfo=UTC)
    assert due_for_exam("a", late, seen, exam, seen + DAY) == late


def test_an_exam_tomorrow_makes_everything_due_today() -> None:
    exam = NOW.date() + DAY
    assert all(due_for_exam(edge, NOW + 99 * DAY, NOW - 30 * DAY, exam, NOW) <= NOW for edge in "abcdefgh")


def make_cards(learner_token: str, edges: Iterable[str], due: datetime, **fields: Any) -> Profile:
    profile, _ = Profile.objects.get_or_create(learner_token=learner_token)
    state, _ = review(None, Recall.GOOD, due - 3 * DAY)
    for edge in edges:
        ReviewCard.objects.create(
            profile=profile,
            edge=edge,
            state=state,
            due=due,
            reviewed_at=due - 3 * DAY,
            **{"seen": 1, "right": 1} | fields,
        )
    return profile


TOKEN = "a" * 32
EASY_TO_MEET = ("supply:cpn", "reflex:ankle", "crossing:u", "tract:n", "supply:uln.elb", "tract:u:cervical")


@pytest.mark.django_db
def test_a_review_asks_about_what_is_due_in_a_fresh_case(model: neuraxis.Model) -> None:
    now = timezone.now()
    make_cards(TOKEN, EASY_TO_MEET, now - DAY)
    quiz = start_review(Learner(token=TOKEN), 4, 12345, now)
    asked = [open_question(model, quiz, position, now) for position in (1, 2, 3, 4)]
    met = [set(question.payload["edges"]) & set(EASY_TO_MEET) for question in asked]
    assert sum(bool(edges) for edges in met) >= 3
    assert len({question.payload["key"].partition(":")[0] for question in asked}) == 4
    aims = [question.payload["aim"] for question in asked if "aim" in question.payload]
    assert aims
    assert all(aim["reason"] == "due" for aim in aims)


@pytest.mark.django_db
def test_the_same_seed_and_cards_give_the_same_questions(model: neuraxis.Model) -> None:
    now = timezone.now()
    make_cards(TOKEN, EASY_TO_MEET, now - DAY)
    payloads = []
    for _ in range(2):
        quiz = start_review(Learner(token=TOKEN), 2, 777, now)
        payloads.append([open_question(model, quiz, at, now).payload for at in (1, 2)])
        quiz.delete()  # what was drawn before is part of what the next draw knows
    assert payloads[0] == payloads[1]


@pytest.mark.django_db
def test_what_an_earlier_question_of_the_quiz_covered_is_not_aimed_at_again(model: neuraxis.Model) -> None:
    now = timezone.now()
    make_cards(TOKEN, ("supply:cpn",), now - DAY)
    quiz = start_review(Learner(token=TOKEN), 2, 4711, now)
    first = open_question(model, quiz, 1, now)
    assert first.payload["aim"]["tried"] == ["supply:cpn"]
    first.payload = {**first.payload, "edges": ["supply:cpn"], "aim": None}
    first.save(update_fields=["payload"])
    assert "aim" not in open_question(model, quiz, 2, now).payload


@pytest.mark.django_db
def test_a_drawn_question_comes_out_the_same_by_its_link(model: neuraxis.Model, client: Any) -> None:
    now = timezone.now()
    make_cards(TOKEN, EASY_TO_MEET, now - DAY, seen=6, right=5)
    question = open_question(model, start_review(Learner(token=TOKEN), 1, 99, now), 1, now)
    page = client.get(question.permanent_url)
    assert page.status_code == 200
    assert "supply" not in question.permanent_url
    assert question.seed is not None
    again = neuraxis.generate(model, question.seed, difficulty=question.payload["generator"]["difficulty"], topic=None)
    assert again.key == question.payload["key"]


@pytest.mark.django_db
def test_a_new_visitor_is_asked_without_an_aim(visitor: Any) -> None:
    question = visitor.started()
    assert "aim" not in question.payload


@pytest.mark.django_db
def test_an_exam_measures_and_does_not_teach(model: neuraxis.Model, visitor: Any) -> None:
    visitor.start()
    token = visitor.client.session["learner"]
    make_cards(token, EASY_TO_MEET, timezone.now() - DAY)
    exam = Quiz.objects.create(
        learner_token=token, mode="exam", settings={"topic": None, "difficulty": None, "slots": [None]},
        length=1, seed=5, created_at=timezone.now(),
    )  # fmt: skip
    assert "aim" not in open_question(model, exam, 1, timezone.now()).payload


@pytest.mark.django_db
def test_an_open_question_never_tells_what_it_was_drawn_for(model: neuraxis.Model, visitor: Any, url: Any) -> None:
    visitor.start()
    token = visitor.client.session["learner"]
    make_cards(token, EASY_TO_MEET, timezone.now() - DAY)
    quiz = start_review(Learner(token=token), 1, 31, timezone.now())
    page = visitor.client.get(url(quiz, 1)).content.decode()
    question = Question.objects.get(quiz=quiz)
    assert not Answer.objects.filter(question=question).exists()
    assert not [edge for edge in question.payload["edges"] if edge in page]
