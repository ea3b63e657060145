"""What an answer does to the cards of its learner."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import neuraxis
from accounts.models import User
from quizzes.answering.answers import store
from quizzes.answering.grading import grade_stored, regrade
from quizzes.learning.counting import count
from quizzes.learning.scheduling import Recall
from quizzes.models import Answer, Profile, Question, Quiz, Review, ReviewCard, TaskRating

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=40)


def shown(visitor: Any, question: Question, response: dict[str, str] | None = None, **more: str) -> Answer:
    """Answer a question and look at the feedback."""
    visitor.answer(question, (response or visitor.key(question)) | more)
    visitor.client.get(f"/quiz/{question.quiz.public_id}/{question.position}/")
    return Answer.objects.get(question=question)


def test_a_right_answer_makes_a_card_for_every_fact_the_question_turned_on(visitor: Any) -> None:
    question = visitor.started()
    shown(visitor, question)
    cards = ReviewCard.objects.all()
    assert {card.edge for card in cards} == set(question.payload["edges"])
    assert all((card.seen, card.right) == (1, 1) for card in cards)
    assert all(card.due > timezone.now() for card in cards)
    assert {card.profile.learner_token for card in cards} == {question.quiz.learner_token}


def test_a_wrong_answer_brings_its_facts_back_sooner_than_a_right_one(
    visitor: Any, stranger: Any, model: neuraxis.Model
) -> None:
    question = visitor.started(topic="nerves", difficulty="1")
    right = shown(visitor, question)
    first = Question.objects.exclude(pk=question.pk)
    assert not first.exists()
    other = stranger.started(topic="nerves", difficulty="1")
    Question.objects.filter(pk=other.pk).update(payload=question.payload)
    other.refresh_from_db()
    wrong = shown(stranger, other, {"motor_class": "UMN", "level": "cortex", "side": "M", "site": ""})
    assert (wrong.score or 0) < 0.3 < (right.score or 0)
    lapsed = {card.edge: card for card in ReviewCard.objects.filter(reviews__answer=wrong)}
    known = {card.edge: card for card in ReviewCard.objects.filter(reviews__answer=right)}
    assert lapsed
    assert max(card.due for card in lapsed.values()) < min(card.due for card in known.values())
    assert {review.rating for review in Review.objects.filter(answer=wrong)} == {Recall.AGAIN}


def test_a_guess_that_was_right_proves_little(visitor: Any) -> None:
    answer = shown(visitor, visitor.started(), confidence="1")
    assert {review.rating for review in answer.reviews.all()} == {Recall.HARD}


def test_looking_again_and_grading_again_count_no_second_time(visitor: Any, model: neuraxis.Model) -> None:
    question = visitor.started()
    answer = shown(visitor, question)
    before = list(ReviewCard.objects.order_by("pk").values())
    visitor.client.get(f"/quiz/{question.quiz.public_id}/1/")
    answer.question = question
    grade_stored(model, answer, timezone.now())
    Answer.objects.filter(pk=answer.pk).update(score=0.1)
    answer.refresh_from_db()
    regrade(model, answer, "a test", timezone.now())
    assert list(ReviewCard.objects.order_by("pk").values()) == before


def test_counting_the_same_answer_twice_changes_nothing(visitor: Any, model: neuraxis.Model) -> None:
    question = visitor.started()
    answer = shown(visitor, question)
    before = list(ReviewCard.objects.order_by("pk").values()), list(TaskRating.objects.order_by("pk").values())
    count(model, [answer], timezone.now())
    after = list(ReviewCard.objects.order_by("pk").values()), list(TaskRating.objects.order_by("pk").values())
    assert after == before


def test_an_answer_stays_stored_and_graded_where_counting_fails(visitor: Any) -> None:
    question = visitor.started()
    question.payload["edges"] = [{"no": "edge"}]
    question.save(update_fields=["payload"])
    answer = shown(visitor, question)
    assert answer.is_graded
    assert not Review.objects.exists()


def test_a_second_review_of_a_fact_reaches_further(visitor: Any, model: neuraxis.Model) -> None:
    quiz = visitor.start()
    first, second = visitor.open(quiz, 1), visitor.open(quiz, 2)
    Question.objects.filter(pk=second.pk).update(payload=first.payload)
    shown(visitor, first)
    Answer.objects.update(answered_at=timezone.now() - LONG_AGO)
    for card in ReviewCard.objects.all():
        past = (timezone.now() - LONG_AGO).isoformat()
        card.state |= {"last_review": past}
        card.reviewed_at = timezone.now() - LONG_AGO
        card.save()
    interval = max(card.due - timezone.now() for card in ReviewCard.objects.all())
    second.refresh_from_db()
    shown(visitor, second)
    assert all(card.seen == 2 for card in ReviewCard.objects.all())
    assert min(card.due - timezone.now() for card in ReviewCard.objects.all()) > interval


def test_ratings_rise_with_a_right_answer_and_the_question_s_fall(visitor: Any) -> None:
    shown(visitor, visitor.started())
    assert all(card.rating > 1500 for card in ReviewCard.objects.all())
    assert all(one.rating < 1500 for one in TaskRating.objects.filter(subject__startswith="edge:"))


def test_an_answer_of_an_erased_learner_counts_for_nobody(visitor: Any, model: neuraxis.Model) -> None:
    question = visitor.started()
    response = visitor.key(question)
    Quiz.objects.filter(pk=question.quiz_id).update(learner_token="")
    store(question.pk, uuid.uuid4(), response, None, timezone.now())
    answer = Answer.objects.select_related("question__quiz").get()
    grade_stored(model, answer, timezone.now())
    assert answer.is_graded
    assert not ReviewCard.objects.exists()


def sign_in(client: Client, user: User) -> None:
    client.post("/account/sign-in/", {"username": user.email, "password": "corticospinal tract"})
    assert "_auth_user_id" in client.session


def card(profile: Profile, edge: str, days_ago: int) -> ReviewCard:
    at = timezone.now() - timedelta(days=days_ago)
    return ReviewCard.objects.create(
        profile=profile,
        edge=edge,
        state={"marker": days_ago},
        due=at,
        reviewed_at=at,
        seen=2,
        right=1,
    )


def test_signing_in_brings_the_cards_along(visitor: Any, learner: User) -> None:
    shown(visitor, visitor.started())
    edges = set(ReviewCard.objects.values_list("edge", flat=True))
    sign_in(visitor.client, learner)
    assert set(ReviewCard.objects.filter(profile__owner=learner).values_list("edge", flat=True)) == edges
    assert not Profile.objects.exclude(owner=learner).exists()


def test_of_a_fact_that_both_know_the_later_review_is_kept(visitor: Any, learner: User) -> None:
    visitor.start()
    token = visitor.client.session["learner"]
    mine, brought = Profile.objects.create(owner=learner), Profile.objects.create(learner_token=token)
    card(mine, "sign:plantar", 5)
    card(mine, "sign:brisk", 1)
    card(brought, "sign:plantar", 2)
    card(brought, "sign:brisk", 9)
    card(brought, "horn:cervical", 3)
    sign_in(visitor.client, learner)
    kept = {one.edge: one for one in ReviewCard.objects.filter(profile__owner=learner)}
    assert {edge: one.state["marker"] for edge, one in kept.items()} == {
        "sign:plantar": 2, "sign:brisk": 1, "horn:cervical": 3,
    }  # fmt: skip
    assert (kept["sign:plantar"].seen, kept["sign:plantar"].right) == (4, 2)
    assert Profile.objects.count() == 1


def test_the_exam_date_of_the_visitor_is_kept_unless_the_account_has_one(visitor: Any, learner: User) -> None:
    visitor.start()
    token = visitor.client.session["learner"]
    exam = timezone.now().date() + timedelta(days=30)
    Profile.objects.create(owner=learner)
    Profile.objects.create(learner_token=token, exam_date=exam)
    sign_in(visitor.client, learner)
    assert Profile.objects.get(owner=learner).exam_date == exam


def test_deleting_the_account_removes_cards_reviews_and_profile(
    learner_client: Client, learner: User, visitor_of: Callable[..., Any]
) -> None:
    visitor = visitor_of(learner_client)
    shown(visitor, visitor.started())
    assert Review.objects.exists()
    learner.delete()
    assert [kept for kept in (ReviewCard, Review, Profile) if kept.objects.exists()] == []
    assert Answer.objects.exists()


def test_two_forms_of_one_answer_make_one_review(visitor: Any) -> None:
    question = visitor.started()
    data = visitor.form(question) | visitor.key(question)
    visitor.send(question, data)
    visitor.send(question, data)
    visitor.send(question, data | {"client_id": str(uuid.uuid4())})
    visitor.client.get(f"/quiz/{question.quiz.public_id}/1/")
    assert all(one.seen == 1 for one in ReviewCard.objects.all())
