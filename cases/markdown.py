"""Markdown of authors to HTML that is safe to print: markdown-it without raw HTML, then nh3.

A citation is `[@key]`, or `[@first; @second]`. It becomes numbered links to the reference list of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LIMIT = 20_000
CITATION = re.compile(r"\[(@[\w-]+(?:\s*;\s*@[\w-]+)*)\]")
TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# Raw HTML never comes in, so the frame of a table is always our own.
ATTRIBUTES = {"a": {"href", "title", "class"}, "div": {"class", "tabindex", "role", "aria-label"}}
TABLE = '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'


class TooLongError(ValueError):
    """A text above the limit; the message says by how much."""


@dataclass(frozen=True)
class Part:
    """What stands under one heading of the second rank; the opening has no heading."""

    title: str
    anchor: str
    html: SafeString


@dataclass(frozen=True)
class Text:
    """A text ready to print. `cited` are its reference keys in the order of their numbers."""

    parts: tuple[Part, ...]
    cited: tuple[str, ...]

    @property
    def html(self) -> SafeString:
        return SafeString("".join(part.html for part in self.parts))


def render(source: str) -> Text:
    """Read `source`; raises TooLongError above 20 kB."""
    size = len(source.encode())
    if size > LIMIT:
        raise TooLongError(f"The text has {size:,} bytes; at most {LIMIT:,} are read.")
    environment: dict[str, Any] = {"cited": []}
    tokens = READER.parse(source, environment)
    parts = tuple(_part(chunk, environment) for chunk in _split(tokens))
    return Text(parts, tuple(environment["cited"]))


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut the text before every heading of the second rank; the first rank is the page's own."""
    chunks: list[list[Token]] = [[]]
    for token in tokens:
        token.tag = "h2" if token.tag == "h1" else token.tag
        if token.type == "heading_open" and token.tag == "h2":
            chunks.append([])
        chunks[-1].append(token)
    return [chunk for chunk in chunks if chunk]


def _part(tokens: Sequence[Token], environment: dict[str, Any]) -> Part:
    title = ""
    if tokens[0].type == "heading_open" and tokens[0].tag == "h2":
        title, tokens = "".join(child.content for child in tokens[1].children or ()), tokens[3:]
    dirty = READER.renderer.render(tokens, READER.options, environment)
    clean = nh3.clean(dirty, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"})
    return Part(title, slugify(title), mark_safe(clean))  # noqa: S308 - nh3 has just cleaned it


def _cite(state: StateInline, silent: bool) -> bool:
    """The inline rule of markdown-it for citations."""
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        for key in (part.strip().removeprefix("@") for part in match[1].split(";")):
            _link(state, key)
    state.pos = match.end()
    return True


def _link(state: StateInline, key: str) -> None:
    cited = state.env["cited"]
    if key not in cited:
        cited.append(key)
    number = cited.index(key) + 1
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": f"#ref-{key}", "class": "citation"}
    state.push("text", "", 0).content = f"[{number}]"
    state.push("link_close", "a", -1)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.before("link", "citation", _cite)
    reader.add_render_rule("table_open", lambda *_: TABLE)
    reader.add_render_rule("table_close", lambda *_: "</table></div>")
    return reader


READER = _reader()
