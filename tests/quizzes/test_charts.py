"""The chart of an answered question, as the key or the answer predicts it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import escape

import neuraxis
from quizzes.models import Mode, Question, Quiz
from quizzes.printing.predictions import ANSWER, KEY, NoPlace, predict

pytestmark = pytest.mark.django_db

# A foot that drops from the common peroneal nerve; thigh and knee jerk were examined and are normal.
FOOT = [
    ["str.tibant.R", "1"],
    ["str.peronei.R", "1"],
    ["str.tibpost.R", "5"],
    ["str.quads.R", "5"],
    ["dtr.knee.R", "2"],
]
FEMORAL = {"motor_class": "LMN", "level": "nerve", "side": "R", "site": "feming"}


@pytest.fixture
def asked(visitor: Any, library_case: Callable[..., Any]) -> Question:
    case = library_case(findings=FOOT)
    visitor.client.post(f"/cases/{case.slug}/solve/")
    return visitor.open(Quiz.objects.latest("pk"))  # type: ignore[no-any-return]


@pytest.fixture
def answered(visitor: Any, asked: Question, model: neuraxis.Model) -> Question:
    visitor.answer(asked, FEMORAL | {"site": model.sites["feming"].name})
    return asked


def address(question: Question, who: str) -> str:
    return f"/quiz/{question.quiz.public_id}/{question.position}/predicted/{who}/"


def fragment(visitor: Any, question: Question, who: str) -> str:
    response = visitor.client.get(address(question, who), headers={"HX-Request": "true"})
    assert response.status_code == 200
    html: str = response.content.decode()
    assert "<html" not in html
    return html


# What is predicted


def test_what_the_answer_predicts_and_was_not_found_comes_apart_from_what_it_misses(
    model: neuraxis.Model, asked: Question
) -> None:
    prediction = predict(model, asked, FEMORAL, ANSWER)
    assert {line.place for line in prediction.absent} == {"place-str-quads-r", "place-dtr-knee-r"}
    missed = {"Right tibialis anterior 1/5", "Right peroneus longus and brevis 1/5"}
    assert {line.words for line in prediction.unpredicted} == missed
    assert all(50 <= line.percent <= 100 for line in prediction.absent)


def test_the_key_accounts_for_its_own_case(model: neuraxis.Model, asked: Question) -> None:
    prediction = predict(model, asked, FEMORAL, KEY)
    assert (prediction.absent, prediction.unpredicted) == ((), ())


def test_an_answer_without_a_structure_is_read_as_grading_reads_it(model: neuraxis.Model, asked: Question) -> None:
    prediction = predict(model, asked, FEMORAL | {"site": ""}, ANSWER)
    assert "common peroneal" in prediction.place


def test_an_answer_that_names_no_place_predicts_nothing(model: neuraxis.Model, asked: Question) -> None:
    with pytest.raises(NoPlace):
        predict(model, asked, {"motor_class": "LMN", "level": "", "side": "R", "site": ""}, ANSWER)


def test_the_tables_mark_the_same_differences_as_the_figures(model: neuraxis.Model, asked: Question) -> None:
    prediction = predict(model, asked, FEMORAL, ANSWER)
    cells = [
        row[side]
        for section in prediction.chart
        for row in section["rows"]
        for side in ("right", "left", "midline")
        if side in row
    ]
    seen = sorted(cell["seen"] for cell in cells if "seen" in cell)
    marks = [
        mark
        for sheet in prediction.figures.sheets
        for drawing in sheet.drawings
        for picture in drawing.pictures
        for mark in picture.marks
        if mark.seen
    ]
    assert seen == ["1/5", "1/5", "2+", "5/5"]
    assert sorted(mark.seen for mark in {mark.item: mark for mark in marks}.values()) == seen
    assert all(mark.spot is not None and f"differs, seen: {mark.seen}" in mark.says for mark in marks)


# On the page


def test_the_chart_changes_to_what_is_predicted(visitor: Any, answered: Question) -> None:
    html = fragment(visitor, answered, ANSWER)
    assert "Predicted by your answer: right femoral nerve" in html
    assert "What your answer predicts and was not found" in html
    assert "What was found and your answer does not predict" in html
    assert len(re.findall('class="differs', html)) == 4
    assert "differs, seen: 5/5" in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#(place-[a-z0-9-]+)"', html)) <= set(ids)


def test_the_way_back_is_the_chart_as_seen(visitor: Any, answered: Question) -> None:
    html = fragment(visitor, answered, "seen")
    assert "Predicted by" not in html
    assert "differs" not in html
    assert 'aria-current="true">As seen' in html


def test_the_whole_page_without_javascript(visitor: Any, answered: Question) -> None:
    response = visitor.client.get(address(answered, KEY))
    html = response.content.decode()
    assert "<html" in html
    assert escape("Predicted by the key: right common peroneal nerve") in html
    assert 'id="feedback"' in html
    assert "HX-Request" in response["Vary"]


def test_the_feedback_leads_there(visitor: Any, answered: Question, url: Callable[..., str]) -> None:
    html = visitor.client.get(url(answered.quiz, 1)).content.decode()
    for who in (KEY, ANSWER):
        assert f'href="{address(answered, who)}#examination"' in html
        assert f'hx-get="{address(answered, who)}"' in html


def test_a_right_answer_is_not_compared_with_itself(visitor: Any, asked: Question, url: Callable[..., str]) -> None:
    visitor.answer(asked)
    html = visitor.client.get(url(asked.quiz, 1)).content.decode()
    assert address(asked, KEY) in html
    assert address(asked, ANSWER) not in html


# Not before its time, and nobody else's


@pytest.mark.parametrize("who", ["seen", KEY, ANSWER])
def test_nothing_is_predicted_before_the_answer(visitor: Any, asked: Question, who: str) -> None:
    response = visitor.client.get(address(asked, who))
    assert response.status_code == 404
    html = response.content.decode()
    assert "Answer this question first" in html
    assert "peroneal" not in html


def test_nothing_is_predicted_while_an_exam_runs(visitor: Any, answered: Question) -> None:
    Quiz.objects.filter(pk=answered.quiz_id).update(mode=Mode.EXAM, finished_at=None)
    response = visitor.client.get(address(answered, KEY))
    assert response.status_code == 403
    assert "peroneal" not in response.content.decode()


def test_somebody_elses_chart_does_not_exist(stranger: Any, answered: Question) -> None:
    assert stranger.client.get(address(answered, KEY)).status_code == 404


def test_only_three_charts_exist(visitor: Any, answered: Question) -> None:
    assert visitor.client.get(address(answered, "everybody")).status_code == 404


def test_a_question_of_another_kind_has_no_such_chart(visitor: Any, answered: Question) -> None:
    Question.objects.filter(pk=answered.pk).update(kind="odd-one-out")
    assert visitor.client.get(address(answered, KEY)).status_code == 404


def test_a_question_that_the_model_no_longer_reads_says_so(visitor: Any, answered: Question) -> None:
    answered.payload["findings"].append(["str.unheard.R", "3"])
    answered.save()
    response = visitor.client.get(address(answered, KEY))
    assert response.status_code == 404
    assert "The model has changed" in response.content.decode()


def test_a_predicted_chart_costs_few_queries(
    visitor: Any, answered: Question, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        fragment(visitor, answered, ANSWER)
