"""An instructor writes and corrects a case in the admin, and hands it in."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import neuraxis
from accounts.models import Role, User
from cases.authoring import parse_lines
from cases.models import Case, CaseVersion, Reference, Report, Status
from cases.review import Action
from cases.versions import take_step
from tests.cases.conftest import LINT, NOW, current_of
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/case/add/"


def change_url(case: Case) -> str:
    return f"/admin/cases/case/{case.pk}/change/"


def said(client: Client, url: str, data: dict[str, Any]) -> str:
    response = client.post(url, data, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def case(instructor_client: Client, typed: dict[str, Any]) -> Case:
    instructor_client.post(ADD, typed)
    return Case.objects.get()


def test_a_case_is_stored_as_a_checked_draft_of_its_author(
    instructor_client: Client, instructor: User, typed: dict[str, Any], model: neuraxis.Model
) -> None:
    assert instructor_client.post(ADD, typed).status_code == 302
    case = Case.objects.get()
    version = current_of(case)
    assert (case.slug, case.status, case.author) == ("asleep-on-a-bench", "draft", instructor)
    assert (version.number, version.source, version.created_by) == (1, "site", instructor)
    assert (version.lint["rank"], version.sound, version.model_version) == (1, True, model.version)
    assert version.findings[:2] == [["str.triceps.R", "5"], ["str.brachiorad.R", "1"]]


def test_the_change_page_shows_what_the_model_says(instructor_client: Client, case: Case) -> None:
    page = unescape(instructor_client.get(change_url(case)).content.decode())
    assert "What the model says of version 1" in page
    assert "It agrees with the key." in page
    assert "Rank of the key" in page
    assert "Probability of the key" in page
    assert "Contradictions and remarks" in page
    assert '<datalist id="places">' in page
    assert '<option value="radsg:R">' in page


def test_a_wrong_key_is_stored_shown_with_its_rivals_and_not_submitted(
    instructor_client: Client, typed: dict[str, Any]
) -> None:
    page = said(instructor_client, ADD, typed | {"key": "wallen:L", "_submit_case": "1"})
    case = Case.objects.get()
    assert (case.status, current_of(case).sound) == ("draft", False)
    assert "is stored, and not submitted" in page
    assert "It does not agree with the key." in page
    assert "Rivals" in page
    assert "radsg:R" in page
    assert not case.events.exists()


def test_save_and_submit_hands_in_a_case_with_which_the_model_agrees(
    instructor_client: Client, instructor: User, typed: dict[str, Any]
) -> None:
    page = said(instructor_client, ADD, typed | {"_submit_case": "1"})
    case = Case.objects.get()
    event = case.events.get()
    assert "is submitted for review" in page
    assert (case.status, event.actor, event.version) == ("submitted", instructor, case.current)
    assert "Asleep on a bench" in Client().get("/cases/").content.decode()


def test_submitting_twice_is_refused_with_the_reason(instructor_client: Client, case: Case) -> None:
    action = {"action": "submit_cases", "_selected_action": [case.pk]}
    assert "is submitted for review" in said(instructor_client, "/admin/cases/case/", action)
    assert "this is “Submitted”" in said(instructor_client, "/admin/cases/case/", action)
    assert case.events.count() == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    instructor_client: Client, case: Case, typed: dict[str, Any]
) -> None:
    instructor_client.post(change_url(case), typed | {"vignette": "She woke up.", "based_on": "1"})
    assert [version.vignette for version in case.versions.all()] == ["She woke up.", "He woke on a *park bench*."]
    page = instructor_client.get(f"/admin/cases/caseversion/{case.versions.get(number=1).pk}/change/")
    assert "park bench" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_saving_what_was_not_changed_makes_no_version(
    instructor_client: Client, case: Case, typed: dict[str, Any]
) -> None:
    page = said(instructor_client, change_url(case), typed | {"based_on": "1", "vignette": typed["vignette"] + "\r\n"})
    assert "Nothing was changed" in page
    assert case.versions.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("findings", "str.tricep.R = 3", "unknown item 'str.tricep.R'; did you mean str.triceps.R"),
        ("findings", "str.triceps.R = 9", "str.triceps.R cannot be '9'; it is one of 0, 1, 2, 3, 4, 5"),
        ("findings", "the triceps is weak", "Line 1, “the triceps is weak”: write item = value"),
        ("findings", "plantar.R = extensor\nplantar.R = flexor", "plantar.R stands twice; keep one"),
        ("findings", "# nothing yet", "No line holds a finding"),
        ("findings", "", "This field is required"),
        ("key", "spinal groove", "The model knows no place “spinal groove”"),
        ("stage", "yesterday", "Select a valid choice"),
        ("difficulty", "9", "Select a valid choice"),
        ("title", "", "This field is required"),
        ("title", "x" * 121, "at most 120 characters"),
        ("vignette", "x" * 20_001, "at most 20,000 are read"),
        ("teaching", "See [@kim-2003].", "Cites “kim-2003”, which is not among the chosen references"),
        ("references", ["999999"], "Select a valid choice"),
        ("references", [], "This field is required"),
        ("vignette", "a\x00b", "Null characters are not allowed"),
    ],
)
def test_a_fault_is_named_and_nothing_typed_is_lost(
    instructor_client: Client, typed: dict[str, Any], field: str, value: Any, fault: str
) -> None:
    data = typed | {"title": "Kept title", field: value}
    response = instructor_client.post(ADD, data)
    assert response.status_code == 200
    page = unescape(response.content.decode())
    assert fault in page
    assert "What you typed is kept below" in page
    assert not Case.objects.exists()
    for name in ("title", "vignette", "findings", "key", "teaching"):
        assert data[name] in page or "\x00" in data[name]


def test_all_faults_of_the_findings_come_at_once(instructor_client: Client, typed: dict[str, Any]) -> None:
    findings = "str.tricep.R = 3\nnonsense\nplantar.R = up"
    page = unescape(instructor_client.post(ADD, typed | {"findings": findings}).content.decode())
    for fault in ("unknown item 'str.tricep.R'", "Line 2, “nonsense”", "plantar.R cannot be 'up'"):
        assert fault in page


def test_findings_may_be_pasted_from_a_content_file(instructor_client: Client, typed: dict[str, Any]) -> None:
    pasted = '# arm\n"str.triceps.R" = "5"  # spared\n\n"str.edc.R" = "0"\n"str.ecr.R" = "1"\r\n'
    assert instructor_client.post(ADD, typed | {"findings": pasted}).status_code == 302
    assert current_of(Case.objects.get()).findings == [["str.triceps.R", "5"], ["str.edc.R", "0"], ["str.ecr.R", "1"]]


def test_a_key_may_be_given_by_its_name(
    instructor_client: Client, typed: dict[str, Any], model: neuraxis.Model
) -> None:
    instructor_client.post(ADD, typed | {"key": model.places["radsg:R"].name})
    assert current_of(Case.objects.get()).key == "radsg:R"


def test_two_authors_at_once_lose_nothing(instructor_client: Client, case: Case, typed: dict[str, Any]) -> None:
    instructor_client.post(change_url(case), typed | {"vignette": "The first one.", "based_on": "1"})
    late = typed | {"vignette": "The second one.", "based_on": "1"}
    page = said(instructor_client, change_url(case), late)
    assert "Version 2 was stored while you were writing" in page
    assert "The second one." in page
    assert 'name="based_on" value="2"' in page
    instructor_client.post(change_url(case), late | {"based_on": "2"})
    assert [version.vignette[:10] for version in case.versions.all()] == ["The second", "The first ", "He woke on"]


def test_two_cases_of_one_title_get_two_addresses(instructor_client: Client, typed: dict[str, Any]) -> None:
    instructor_client.post(ADD, typed)
    instructor_client.post(ADD, typed)
    assert set(Case.objects.values_list("slug", flat=True)) == {"asleep-on-a-bench", "asleep-on-a-bench-2"}


def test_a_title_without_letters_gets_an_address_too(instructor_client: Client, typed: dict[str, Any]) -> None:
    instructor_client.post(ADD, typed | {"title": "???"})
    assert Case.objects.get().slug == "case"


def test_a_correction_of_an_approved_case_puts_it_under_review(
    instructor_client: Client, case: Case, typed: dict[str, Any], reviewer: User, model: neuraxis.Model
) -> None:
    for action in (Action.SUBMIT, Action.TAKE_UP, Action.APPROVE):
        take_step(case, action, by=reviewer, now=NOW, model_version=model.version)
    page = said(instructor_client, change_url(case), typed | {"vignette": "She woke up.", "based_on": "1"})
    case.refresh_from_db()
    assert case.status == Status.UNDER_REVIEW
    assert "it is under review again" in page


def test_a_case_that_the_model_stops_agreeing_with_leaves_the_library(
    instructor_client: Client, case: Case, typed: dict[str, Any]
) -> None:
    instructor_client.post(change_url(case), typed | {"based_on": "1", "_submit_case": "1"})
    assert Case.objects.shown().exists()
    instructor_client.post(change_url(case), typed | {"based_on": "1", "key": "wallen:L"})
    assert not Case.objects.shown().exists()


def pretend_it_was_stored_under_an_older_model(case: Case, **fields: Any) -> None:
    CaseVersion._base_manager.filter(case=case).update(model_version="older", **fields)


def test_a_changed_model_is_asked_again_before_it_is_quoted(instructor_client: Client, case: Case) -> None:
    pretend_it_was_stored_under_an_older_model(case, key="wallen:L", lint={**LINT, "probability": 0.77})
    page = unescape(instructor_client.get(change_url(case)).content.decode())
    assert "changed since this version was stored; checked again just now" in page
    assert "It does not agree with the key." in page
    assert "77 %" not in page


def test_a_case_is_not_submitted_on_the_word_of_an_older_model(instructor_client: Client, case: Case) -> None:
    pretend_it_was_stored_under_an_older_model(case, key="wallen:L")
    page = said(instructor_client, "/admin/cases/case/", {"action": "submit_cases", "_selected_action": [case.pk]})
    assert "is stored, and not submitted" in page
    case.refresh_from_db()
    assert case.status == Status.DRAFT


def test_a_place_that_the_model_has_lost_is_said_and_not_a_crash(
    instructor_client: Client, client: Client, case: Case
) -> None:
    pretend_it_was_stored_under_an_older_model(case, key="atlantis:R", findings=[["str.atlas.R", "0"]])
    page = unescape(instructor_client.get(change_url(case)).content.decode())
    assert "the model knows no place 'atlantis:R'" in page


@given(st.text(max_size=300))
def test_any_text_typed_as_findings_is_read_or_named(text: str) -> None:
    pairs, faults = parse_lines(text)
    written = [line for line in text.splitlines() if line.split("#", 1)[0].strip()]
    assert len(pairs) + len(faults) == len(written)


class TestWho:
    """Every role at every door."""

    @pytest.mark.parametrize("url", ["/admin/", "/admin/cases/case/", ADD, "/admin/cases/reference/add/"])
    def test_visitors_and_learners_are_sent_to_sign_in(self, client: Client, learner: User, url: str) -> None:
        for who in (client, client_of(learner)):
            response = who.get(url)
            assert response.status_code == 302
            assert "/login/" in response["Location"]

    @pytest.mark.parametrize("who", ["instructor", "reviewer", "superuser"])
    def test_teachers_write_cases(self, request: pytest.FixtureRequest, typed: dict[str, Any], who: str) -> None:
        client = client_of(request.getfixturevalue(who))
        assert client.get("/admin/cases/case/").status_code == 200
        assert client.get(ADD).status_code == 200
        assert client.post(ADD, typed).status_code == 302
        assert Case.objects.get().author == request.getfixturevalue(who)

    def test_staff_without_the_role_write_nothing(self, learner: User, typed: dict[str, Any]) -> None:
        learner.is_staff = True
        learner.save()
        assert client_of(learner).get(ADD).status_code == 403
        assert client_of(learner).post(ADD, typed).status_code == 403
        assert not Case.objects.exists()

    def test_another_instructor_looks_and_does_not_touch(self, case: Case, typed: dict[str, Any]) -> None:
        other = client_of(User.objects.create_user("other@example.org", role=Role.INSTRUCTOR, is_staff=True))
        page = other.get(change_url(case))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert other.post(change_url(case), typed | {"based_on": "1", "vignette": "Mine."}).status_code == 403
        action = {"action": "submit_cases", "_selected_action": [case.pk]}
        assert "belongs to another author" in said(other, "/admin/cases/case/", action)
        case.refresh_from_db()
        assert (case.status, case.versions.count()) == ("draft", 1)

    def test_a_reviewer_corrects_the_case_of_an_instructor(
        self, case: Case, reviewer: User, typed: dict[str, Any]
    ) -> None:
        client_of(reviewer).post(change_url(case), typed | {"based_on": "1", "vignette": "Corrected."})
        assert current_of(case).created_by == reviewer
        case.refresh_from_db()
        assert case.author != reviewer

    def test_a_case_of_the_library_is_corrected_by_any_instructor(
        self, instructor_client: Client, make_case: Any, typed: dict[str, Any]
    ) -> None:
        case = make_case()
        assert instructor_client.post(change_url(case), typed | {"based_on": "1"}).status_code == 302
        assert case.versions.count() == 2

    @pytest.mark.parametrize("who", ["instructor", "reviewer", "superuser"])
    def test_nobody_deletes_a_case_or_a_version(self, request: pytest.FixtureRequest, case: Case, who: str) -> None:
        client = client_of(request.getfixturevalue(who))
        assert client.post(f"/admin/cases/case/{case.pk}/delete/", {"post": "yes"}).status_code == 403
        version = f"/admin/cases/caseversion/{case.versions.get().pk}"
        assert client.post(f"{version}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"{version}/change/", {"key": "wallen:L"}).status_code == 403
        assert client.get("/admin/cases/caseversion/add/").status_code == 403

    def test_reports_are_for_reviewers(self, instructor_client: Client, reviewer: User) -> None:
        report = Report.objects.create(question={"key": "wallen:R"}, text="The reflex is wrong.")
        assert instructor_client.get("/admin/cases/report/").status_code == 403
        client = client_of(reviewer)
        assert "The reflex is wrong." in client.get("/admin/cases/report/").content.decode()
        assert "wallen:R" in client.get(f"/admin/cases/report/{report.pk}/change/").content.decode()
        client.post("/admin/cases/report/", {"action": "close", "_selected_action": [report.pk]})
        report.refresh_from_db()
        assert report.closed_at is not None

    def test_instructors_add_references_and_reviewers_correct_them(
        self, instructor_client: Client, reviewer: User
    ) -> None:
        data = {"key": "kim-2003", "kind": "research", "authors": "Kim", "title": "T", "year": "2003"}
        assert instructor_client.post("/admin/cases/reference/add/", data).status_code == 302
        url = f"/admin/cases/reference/{Reference.objects.get().pk}/change/"
        assert instructor_client.post(url, data | {"title": "U"}).status_code == 403
        assert client_of(reviewer).post(url, data | {"title": "U"}).status_code == 302
        bad = data | {"key": "x", "url": "javascript:alert(1)", "year": "10"}
        assert instructor_client.post("/admin/cases/reference/add/", bad).status_code == 200

    def test_articles_are_looked_at_only(self, superuser: User, make_concept: Any) -> None:
        concept = make_concept()
        client = client_of(superuser)
        assert client.get(f"/admin/cases/concept/{concept.pk}/change/").status_code == 200
        assert client.post(f"/admin/cases/concept/{concept.pk}/change/", {}).status_code == 403
        assert client.get("/admin/cases/concept/add/").status_code == 403


@pytest.mark.parametrize("page", ["list", "change"])
def test_the_number_of_queries_does_not_grow_with_the_cases(
    instructor_client: Client,
    instructor: User,
    case: Case,
    typed: dict[str, Any],
    model: neuraxis.Model,
    django_assert_max_num_queries: Any,
    page: str,
) -> None:
    for number in range(4):
        instructor_client.post(ADD, typed)
        instructor_client.post(change_url(case), typed | {"vignette": f"{number}", "based_on": str(number + 1)})
    url = "/admin/cases/case/" if page == "list" else change_url(case)
    with django_assert_max_num_queries(12):
        instructor_client.get(url)
