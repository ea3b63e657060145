from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.markdown import LIMIT, TAGS, TooLongError, render


def test_citations_become_numbered_links_in_the_order_of_the_text() -> None:
    text = render("First [@kim-2003], both [@tao-2012; @kim-2003].")
    assert text.cited == ("kim-2003", "tao-2012")
    assert '<a href="#ref-kim-2003" class="citation"' in text.html
    assert text.html.count("[1]</a>") == 2
    assert text.html.count("[2]</a>") == 1


def test_numbers_go_on_from_section_to_section() -> None:
    text = render("One [@a].\n\n## Next\n\nTwo [@b].")
    assert [part.title for part in text.parts] == ["", "Next"]
    assert "[2]</a>" in text.parts[1].html


def test_a_citation_in_code_stays_text() -> None:
    assert render("`[@key]`").cited == ()


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        '<a href="#" onclick="alert(1)">x</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "## <b onmouseover=alert(1)>x</b>\n\ny",
        "[@a](javascript:alert(1))",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(source: str) -> None:
    for tag, attributes in tags_of(render(source).html):
        assert tag in {"p", "a", "h2"}
        assert attributes.keys() <= {"href", "class", "rel"}
        assert str(attributes.get("href", "#")).startswith("#")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


@given(st.text(alphabet=st.sampled_from("ab#*_`[]()@;<>|!-:&\\\"'\n\t \x00é"), max_size=200))
def test_any_text_at_all_is_read_and_comes_out_clean(source: str) -> None:
    for tag, attributes in tags_of(render(source).html):
        assert tag in TAGS
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "id", "src"}]


def test_tables_and_emphasis_are_kept() -> None:
    html = render("| a | b |\n|---|---|\n| *c* | **d** |").html
    assert html.startswith('<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>')
    assert "<td><em>c</em></td><td><strong>d</strong></td>" in html.replace("\n", "")


def test_a_first_rank_heading_becomes_a_section_of_the_page() -> None:
    assert [part.title for part in render("# Big\n\ntext").parts] == ["Big"]


def test_a_heading_with_emphasis_is_named_in_plain_words() -> None:
    part = render("## Root *or* nerve?").parts[0]
    assert (part.title, part.anchor) == ("Root or nerve?", "root-or-nerve")


def test_more_than_20_kb_is_refused_with_the_size() -> None:
    render("x" * LIMIT)
    with pytest.raises(TooLongError, match="20,001 bytes; at most 20,000"):
        render("x" * (LIMIT + 1))


def test_the_limit_counts_bytes_not_letters() -> None:
    with pytest.raises(TooLongError):
        render("ß" * (LIMIT // 2 + 1))
