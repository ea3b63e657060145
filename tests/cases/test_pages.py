"""The pages of articles and of the library, as a visitor gets them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, CaseVersion, Concept, Status, VersionReference
from cases.review import Action
from cases.versions import take_step
from tests.cases.conftest import NOW

pytestmark = pytest.mark.django_db
HIDDEN = ("draft", "changes_requested")
SHOWN = ("submitted", "under_review", "approved")


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestArticles:
    def test_the_list_is_in_the_order_of_learning_and_says_the_status(self, client: Client, make_concept: Any) -> None:
        make_concept("second", title="Second", order=2)
        make_concept("first", title="First", order=1, summary="What comes first.")
        page = page_of(client, "/concepts/")
        assert page.index("First") < page.index("Second")
        assert "What comes first." in page
        assert page.count("Submitted: not yet reviewed by a clinician") == 2

    def test_an_empty_list_says_so(self, client: Client, db: None) -> None:
        assert "No articles are loaded yet" in page_of(client, "/concepts/")

    def test_an_article_shows_status_date_notice_sections_and_references(
        self, client: Client, make_concept: Any
    ) -> None:
        other = make_concept("how-to-localize", title="How to localize")
        make_concept().related.add(other)
        page = page_of(client, "/concepts/spinal-shock/")
        for said in (
            "Submitted: not yet reviewed by a clinician",
            "November 20, 2026",
            "For education only",
            '<h2 id="from-the-guidelines">From the guidelines</h2>',
            '<h2 id="from-the-research">From the research</h2>',
            '<a href="#ref-rupp-2021" class="citation"',
            'id="ref-rupp-2021"',
            "Guidelines and standards",
            "Textbooks",
            '<a href="/concepts/how-to-localize/">How to localize</a>',
        ):
            assert said in page

    def test_a_reference_has_the_number_by_which_the_text_cites_it(self, client: Client, make_concept: Any) -> None:
        make_concept()
        page = page_of(client, "/concepts/spinal-shock/")
        assert '<li value="1" id="ref-brazis-2016">' in page
        assert '<li value="2" id="ref-rupp-2021">' in page

    def test_an_approved_article_names_its_reviewer_and_never_an_address(
        self, client: Client, make_concept: Any, reviewer: User
    ) -> None:
        concept = make_concept()
        take_step(concept, Action.TAKE_UP, by=reviewer, now=NOW)
        take_step(concept, Action.APPROVE, by=reviewer, now=NOW)
        page = page_of(client, "/concepts/spinal-shock/")
        assert "Approved by a clinician: Rae Reviewer" in page
        assert "reviewer@example.org" not in page

    @pytest.mark.parametrize("status", HIDDEN)
    def test_an_unfinished_article_is_nowhere(self, client: Client, make_concept: Any, status: str) -> None:
        make_concept("other", title="Other").related.add(make_concept(status=status))
        assert client.get("/concepts/spinal-shock/").status_code == 404
        assert "Spinal shock" not in page_of(client, "/concepts/")
        assert "Spinal shock" not in page_of(client, "/concepts/other/")

    def test_an_unknown_article_is_a_kind_404(self, client: Client, db: None) -> None:
        response = client.get("/concepts/no-such-thing/")
        assert response.status_code == 404
        assert "Traceback" not in response.content.decode()


class TestLibrary:
    @pytest.mark.parametrize("status", SHOWN)
    def test_it_lists_title_topic_difficulty_and_status(self, client: Client, make_case: Any, status: str) -> None:
        make_case(status=status)
        page = page_of(client, "/cases/")
        for said in ("Asleep on a bench", "Peripheral nerves", "1: Classic", Status(status).sentence):
            assert said in page

    @pytest.mark.parametrize("status", HIDDEN)
    def test_an_unfinished_case_is_nowhere(self, client: Client, make_case: Any, status: str) -> None:
        make_case(status=status)
        assert "Asleep on a bench" not in page_of(client, "/cases/")
        assert client.get("/cases/the-park-bench/").status_code == 404

    def test_a_case_with_which_the_model_disagrees_is_not_shown(self, client: Client, make_case: Any) -> None:
        make_case(sound=False)
        assert "Asleep on a bench" not in page_of(client, "/cases/")
        assert client.get("/cases/the-park-bench/").status_code == 404
        assert not CaseVersion.objects.current().exists()

    def test_filters_narrow_by_topic_difficulty_and_words(self, client: Client, make_case: Any) -> None:
        make_case("one", title="Bench one")
        make_case("two", title="Kitchen two", topic="brainstem", difficulty=3, vignette="The room turned.")
        for query, shown in (
            ("topic=brainstem", "Kitchen two"),
            ("difficulty=1", "Bench one"),
            ("q=ROOM+kitchen", "Kitchen two"),
            ("q=bench&topic=&difficulty=", "Bench one"),
        ):
            page = page_of(client, f"/cases/?{query}")
            assert shown in page
            assert "1 case<" in page

    @pytest.mark.parametrize("word", ["radial", "radsg", "axilla", "triceps", "str.ecr"])
    def test_no_search_can_find_out_the_answer(self, client: Client, make_case: Any, word: str) -> None:
        make_case()
        assert "No case fits" in page_of(client, f"/cases/?q={word}")

    @pytest.mark.parametrize(
        "query",
        [
            "topic=astrology",
            "difficulty=abc",
            "difficulty=99999999999999999999",
            "page=0",
            "page=banana",
            "page=9999999999999999999999",
            "q=%00",
            "q=" + "x" * 5000,
            "q=%F0%9F%92%A9&topic[]=x",
            "q=%ff%fe",
            "topic=nerves&topic=cord",
        ],
    )
    def test_a_query_written_by_hand_never_breaks_the_page(self, client: Client, make_case: Any, query: str) -> None:
        make_case()
        assert client.get(f"/cases/?{query}").status_code == 200

    def test_a_filter_that_cannot_be_read_says_so_and_narrows_nothing(self, client: Client, make_case: Any) -> None:
        make_case()
        page = page_of(client, "/cases/?topic=astrology")
        assert "astrology is not one of the available choices" in page
        assert "Asleep on a bench" in page

    def test_what_is_typed_is_printed_escaped(self, client: Client, db: None) -> None:
        assert "<script>alert" not in page_of(client, "/cases/?q=<script>alert(1)</script>")

    def test_a_long_library_has_pages_that_keep_the_filter(self, client: Client, make_case: Any) -> None:
        for number in range(51):
            make_case(f"case-{number}", title=f"Case {number:02}")
        page = page_of(client, "/cases/?topic=nerves")
        assert 'href="?topic=nerves&amp;page=2"' in page
        assert "Case 50" in page_of(client, "/cases/?topic=nerves&page=2")

    def test_an_empty_library_points_to_practice(self, client: Client, db: None) -> None:
        assert "The library is empty" in page_of(client, "/cases/")


class TestCase:
    def test_it_tells_the_story_and_offers_to_solve_it(self, client: Client, make_case: Any) -> None:
        make_case()
        page = page_of(client, "/cases/the-park-bench/")
        assert "<em>park bench</em>" in page
        assert "Submitted: not yet reviewed by a clinician" in page
        assert "<button" in page
        assert "Solve it" in page

    @pytest.mark.parametrize("who", ["learner", "instructor", "reviewer", "superuser", None])
    def test_it_never_tells_the_key_the_teaching_the_references_or_what_the_model_says(
        self, client: Client, make_case: Any, make_concept: Any, request: pytest.FixtureRequest, who: str | None
    ) -> None:
        if who:
            client.force_login(request.getfixturevalue(who))
        lint = {"rank": 1, "probability": 0.87, "rivals": [], "issues": [], "suggestions": []}
        issue = {"code": "thin", "severity": "warning", "text": "Only two findings decide."}
        version = make_case(lint={**lint, "issues": [issue]}).versions.get()
        VersionReference.objects.create(version=version, reference=make_concept().references.first(), position=0)
        for path in ("/cases/the-park-bench/", "/cases/"):
            page = page_of(client, path).lower()
            for secret in ("radial", "radsg", "axilla", "secret", "brazis", "only two findings", "str.ecr", "0.87"):
                assert secret not in page

    def test_a_title_or_story_with_markup_is_printed_as_text(self, client: Client, make_case: Any) -> None:
        make_case(title="<b>Bold</b>", vignette="<script>alert(1)</script>")
        page = page_of(client, "/cases/the-park-bench/")
        assert "<b>Bold</b>" not in page
        assert "<script>alert" not in page

    def test_an_unknown_case_is_404(self, client: Client, db: None) -> None:
        assert client.get("/cases/no-such-case/").status_code == 404
        assert client.get("/cases/NO%00/").status_code == 404


@pytest.mark.parametrize("path", ["/concepts/", "/concepts/spinal-shock/", "/cases/", "/cases/the-park-bench/"])
def test_pages_are_read_not_written_to(client: Client, make_case: Any, make_concept: Any, path: str) -> None:
    make_case(), make_concept()
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/concepts/", 1), ("/concepts/spinal-shock/", 3), ("/cases/", 2), ("/cases/the-park-bench/", 1)],
)
def test_a_page_asks_the_database_this_often_however_long_it_is(
    client: Client,
    make_case: Callable[..., Case],
    make_concept: Callable[..., Concept],
    django_assert_num_queries: Any,
    path: str,
    queries: int,
) -> None:
    make_case(), make_concept()
    for number in range(5):
        make_case(f"case-{number}")
        make_concept(f"concept-{number}").related.add(Concept.objects.get(slug="spinal-shock"))
    with django_assert_num_queries(queries):
        client.get(path)
