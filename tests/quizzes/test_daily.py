"""The case of the day: the same for everyone, answered once by each, shared without giving it away."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import neuraxis
from cases.models import Case
from quizzes.making.daily import TALLIED_FROM, prepare
from quizzes.making.questions import freeze_version
from quizzes.models import Answer, Daily, Question, Quiz
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

# A Sunday; cases are generated on Sundays.
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADDRESS = "/today/2026-11-22/"
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="[^"]*|name="client_id" value="[^"]*)')


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def daily(model: neuraxis.Model, library_case: Callable[..., Case]) -> Daily:
    """Today's case: the right common peroneal nerve."""
    version = library_case().current
    assert version is not None
    return Daily.objects.create(date=NOON.date(), created_at=NOON, **(freeze_version(model, version) or {}))


def key_of(visitor: Any, daily: Daily) -> dict[str, str]:
    key: dict[str, str] = visitor.key(Question(payload=daily.payload))
    return key


def form_on(client: Client, address: str = "/") -> dict[str, str]:
    found = re.search(r'name="client_id" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return {"client_id": found[1]}


def text_of(page: str) -> list[str]:
    """The text to share, line by line."""
    found = re.search(r'<textarea id="share-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1].replace("\u00a0", " ").split("\n")


# Choosing


def test_everybody_meets_the_same_case(client: Client, stranger: Any) -> None:
    pages = [
        re.search(r'<article class="patient".*?</article>', c.get("/").content.decode(), re.DOTALL)
        for c in (client, stranger.client)
    ]
    assert pages[0] is not None
    assert pages[1] is not None
    assert pages[0][0] == pages[1][0]
    assert Daily.objects.count() == 1


def test_what_is_frozen_stays_though_the_library_moves_on(client: Client, daily: Daily) -> None:
    before = CHANGING.sub("", client.get(ADDRESS).content.decode())
    Case.objects.update(status="draft")
    assert CHANGING.sub("", client.get(ADDRESS).content.decode()) == before


def test_no_place_comes_twice_within_weeks_and_library_and_generator_take_turns(
    model: neuraxis.Model, library_case: Callable[..., Case]
) -> None:
    for number, key in enumerate(["cpn:R", "root.C7:L", "wallen:R", "ulnelb:L", "radsg:L"]):
        library_case(slug=f"case-{number}", key=key, difficulty=3 if number % 2 else 2)
    days = [prepare(model, NOON.date() + timedelta(days=ahead), ahead, NOON) for ahead in range(10)]
    sites = [day.payload["key"].partition(":")[0] for day in days]
    assert len(set(sites)) == len(sites)
    assert {day.case_version_id is None for day in days} == {True, False}
    assert days[1].payload["difficulty"] == 1  # Monday


def test_a_library_case_rests_before_it_comes_again(model: neuraxis.Model, library_case: Callable[..., Case]) -> None:
    library_case()
    tuesdays = [prepare(model, date(2026, 11, 24) + timedelta(weeks=week), week, NOON) for week in (0, 10)]
    assert [day.case_version_id is not None for day in tuesdays] == [True, False]


def test_cases_are_made_ahead(capsys: pytest.CaptureFixture[str], noon: Any) -> None:
    call_command("prepare_daily", days=2)
    noon.shift(timedelta(hours=1))
    call_command("prepare_daily", days=3)
    assert [day.date.day for day in Daily.objects.order_by("date")] == [22, 23, 24]
    lines = capsys.readouterr().out.splitlines()
    assert [("made" in line, "was there" in line) for line in lines] == [
        (True, False),
        (True, False),
        (False, True),
        (False, True),
        (True, False),
    ]
    with pytest.raises(SystemExit):
        call_command("prepare_daily", days=0)


# Looking


def test_who_only_looks_gets_no_session(client: Client, daily: Daily) -> None:
    for address in ("/", ADDRESS):
        assert "session" not in str(client.get(address).cookies)
    assert not Quiz.objects.exists()


def test_nothing_gives_the_answer_away_before_it_is_given(client: Client, daily: Daily) -> None:
    before = [CHANGING.sub("", client.get(address).content.decode()) for address in ("/", ADDRESS)]
    assert daily.case_version is not None
    for page in before:
        for secret in (
            daily.case_version.title,
            daily.case_version.case.slug + "/",
            "The root would have",
            '"cpn:R"',
            "/question/",
        ):
            assert secret not in page
    daily.payload |= {"key": "als:M", "topic": "diffuse", "stage": "acute", "generator": {"topic": "diffuse"}}
    daily.case_version, daily.seed, daily.model_version = None, 7, "0" * 12
    daily.save()
    assert [CHANGING.sub("", client.get(address).content.decode()) for address in ("/", ADDRESS)] == before


def test_the_home_page_does_without_a_case_that_cannot_be_made(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise neuraxis.GenerationError("nothing can be proven")

    monkeypatch.setattr(neuraxis, "generate", refuse)
    response = client.get("/")
    assert response.status_code == 200
    assert "Start practice" in response.content.decode()
    assert "there is no case of today" in caplog.text


def test_a_case_that_the_model_has_outgrown_is_still_shown(client: Client, daily: Daily) -> None:
    daily.payload["findings"] += [["str.phlogiston.R", "3"], ["str.tibant.R", "wobbly"]]
    daily.save()
    for address in ("/", ADDRESS):
        assert "The whole examination" in client.get("/").content.decode()
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-11-23", "has not come yet"), ("2026-11-20", "No case was kept"), ("2026-02-30", "")]
)
def test_a_day_without_a_case_to_open(client: Client, model: neuraxis.Model, day: str, sentence: str) -> None:
    prepare(model, date(2026, 11, 23), 1, NOON)
    response = client.get(f"/today/{day}/")
    assert response.status_code == 404
    assert sentence in response.content.decode()


def test_a_past_day_is_answered_too(visitor: Any, daily: Daily, noon: Any) -> None:
    noon.shift(timedelta(days=3))
    page = visitor.client.get(ADDRESS).content.decode()
    assert "Case of the day: November 22, 2026" in page
    visitor.client.post(ADDRESS, form_on(visitor.client, ADDRESS) | key_of(visitor, daily))
    assert Answer.objects.get().question.quiz.daily == daily


# Answering


def test_it_is_answered_on_the_home_page(visitor: Any, daily: Daily) -> None:
    sent = visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily))
    assert sent["Location"] == f"{ADDRESS}#feedback"
    page = visitor.client.get(ADDRESS).content.decode()
    assert 'id="feedback"' in page
    assert "The root would have" in page
    quiz = Quiz.objects.get()
    assert (quiz.length, quiz.daily, quiz.finished_at) == (1, daily, NOON)
    assert Answer.objects.get().score == 1
    home = visitor.client.get("/").content.decode()
    assert "Today&#x27;s case: answered" in home or "Today's case: answered" in home
    assert 'name="client_id"' not in home


def test_htmx_gets_the_feedback_alone(visitor: Any, daily: Daily) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{ADDRESS}"}
    sent = visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily), headers=headers)
    fragment = visitor.client.get(sent["Location"], headers=headers).content.decode()
    assert "<html" not in fragment
    assert 'id="feedback"' in fragment
    assert "hx-swap-oob" not in fragment
    assert text_of(fragment)


def test_htmx_leads_from_the_home_page_to_the_reasons(visitor: Any, daily: Daily) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
    sent = visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily), headers=headers)
    assert sent["HX-Redirect"] == f"{ADDRESS}#feedback"
    assert Answer.objects.count() == 1


def test_what_cannot_be_read_is_asked_again_and_makes_nobody_known(visitor: Any, daily: Daily) -> None:
    data = form_on(visitor.client) | key_of(visitor, daily) | {"level": ""}
    for headers in ({}, {"HX-Request": "true"}):
        response = visitor.client.post(ADDRESS, data, headers=headers)
        assert response.status_code == 200
        assert "Choose the level of the lesion." in response.content.decode()
        assert "session" not in str(response.cookies)
    assert not Quiz.objects.exists()


def test_sent_twice_it_is_one_answer(visitor: Any, daily: Daily) -> None:
    data = form_on(visitor.client) | key_of(visitor, daily)
    assert [visitor.client.post(ADDRESS, data).status_code for _ in range(2)] == [302, 302]
    assert Answer.objects.count() == 1


def test_another_answer_on_the_same_day_is_refused_kindly(visitor: Any, daily: Daily) -> None:
    visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily))
    second = {"client_id": "0" * 32} | key_of(visitor, daily) | {"side": "L"}
    response = visitor.client.post(ADDRESS, second)
    assert response.status_code == 409
    assert "the first one counts" in response.content.decode()
    assert visitor.client.post(ADDRESS, {"side": "L"}).status_code == 409
    assert Answer.objects.get().response["side"] == "R"


def test_a_form_that_was_sent_for_another_question_is_renewed(visitor: Any, daily: Daily) -> None:
    question = visitor.started()
    data = visitor.form(question)
    visitor.send(question, data | visitor.key(question))
    response = visitor.client.post(ADDRESS, data | key_of(visitor, daily))
    assert response.status_code == 200
    assert "already sent for another question" in response.content.decode()
    assert data["client_id"] not in response.content.decode()


def test_a_day_is_answered_once_by_who_signs_in_afterwards(visitor: Any, learner: Any, daily: Daily) -> None:
    key = key_of(visitor, daily)
    visitor.client.post(ADDRESS, form_on(visitor.client) | key)
    elsewhere = Client()
    elsewhere.force_login(learner)
    elsewhere.post(ADDRESS, form_on(elsewhere) | key | {"side": "L"})
    visitor.client.post("/account/sign-in/", {"username": learner.email, "password": PASSWORD})
    assert Quiz.objects.filter(owner=learner).count() == 2
    assert Quiz.objects.get(owner=learner, daily=daily).questions.get().answer.response["side"] == "L"


def test_the_case_of_a_day_is_nothing_to_go_on_with(visitor: Any, daily: Daily) -> None:
    visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily))
    assert "Go on" not in visitor.client.get("/").content.decode()


def test_what_an_answered_day_costs(visitor: Any, daily: Daily) -> None:
    visitor.client.post(ADDRESS, form_on(visitor.client) | key_of(visitor, daily))
    for address in (ADDRESS, "/"):
        visitor.client.get(address)
        with CaptureQueriesContext(connection) as seen:
            visitor.client.get(address)
        assert len(seen) <= 8


# Sharing


def test_a_result_is_shared_without_giving_it_away(visitor: Any, daily: Daily) -> None:
    key = key_of(visitor, daily)
    visitor.client.post(ADDRESS, form_on(visitor.client) | key | {"side": "L"})
    for address in (ADDRESS, "/"):
        lines = text_of(visitor.client.get(address).content.decode())
        score = round(100 * (Answer.objects.get().score or 0))
        assert lines[0] == "Neuroquiz 2026-11-22"
        assert lines[1] == f"● class right · ■ side missed · ● level right · ■ structure missed · {score} %"
        assert lines[2] == f"http://testserver{ADDRESS}"
        assert len(lines) == 3


def test_how_the_others_did_is_told_only_when_they_are_many(visitor: Any, daily: Daily, model: neuraxis.Model) -> None:
    key = key_of(visitor, daily)
    visitor.client.post(ADDRESS, form_on(visitor.client) | key | {"side": "L"})
    visitor.client.get(ADDRESS)
    for number in range(TALLIED_FROM - 1):
        assert "learners got it right" not in visitor.client.get(ADDRESS).content.decode()
        other = Client()
        other.post(ADDRESS, form_on(other) | key)
        if number % 6 == 0 or number == TALLIED_FROM - 2:
            other.get(ADDRESS)
    call_command("regrade")
    assert f"{TALLIED_FROM - 1} of {TALLIED_FROM} learners got it right" in visitor.client.get(ADDRESS).content.decode()
