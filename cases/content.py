"""Reads `content/`: references, concept articles and cases as text files. Every fault at once, with its file."""

import datetime as dt
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neuraxis
from cases import markdown
from cases.checking import Draft, read_findings
from cases.fields import Fields, suggest
from cases.models import DIFFICULTIES, READINGS, STAGES, TOPICS, Reference, Status
from cases.texts import CaseText, digest_of

FENCE = "+++"
GUIDELINES, RESEARCH = "From the guidelines", "From the research"
# No file can approve: that takes a reviewer, on the site.
FILE_STATUSES = {str(status.label): status for status in (Status.DRAFT, Status.SUBMITTED)}


class ContentError(ValueError):
    """Content that cannot be loaded. `faults` has one line per fault."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class ConceptFile:
    slug: str
    title: str
    summary: str
    status: Status
    updated: dt.date
    topic: str
    order: int
    related: tuple[str, ...]
    references: tuple[str, ...]
    body: str

    @property
    def digest(self) -> str:
        return digest_of([self.title, self.summary, self.body, self.topic, self.order, self.related, self.references])


@dataclass(frozen=True)
class CaseFile:
    slug: str
    status: Status
    updated: dt.date
    text: CaseText


@dataclass(frozen=True)
class Content:
    references: tuple[Mapping[str, Any], ...]
    concepts: tuple[ConceptFile, ...]
    cases: tuple[CaseFile, ...]


def read_content(root: Path, model: neuraxis.Model) -> Content:
    """All of `root`; raises ContentError with every fault there is."""
    faults: list[str] = []
    references = _read_references(root, faults)
    keys = {reference["key"]: str(reference["kind"]) for reference in references}
    articles = {path.stem: path for path in sorted((root / "concepts").glob("*.md"))}
    concepts = [_read_concept(path, articles, keys, faults) for path in articles.values()]
    cases = [_read_case(path, model, articles, keys, faults) for path in sorted((root / "cases").glob("*.toml"))]
    _refuse_twins([(case.slug, case.text.title) for case in cases if case], faults)
    if faults:
        raise ContentError(faults)
    return Content(references, tuple(filter(None, concepts)), tuple(filter(None, cases)))


def _read_references(root: Path, faults: list[str]) -> tuple[Mapping[str, Any], ...]:
    name = "references.toml"
    tables = _parse_text(_read(root / name, name, faults), name, faults) or {}
    return tuple(_read_reference(key, table, name, faults) for key, table in tables.items())


def _read_reference(key: str, table: Any, name: str, faults: list[str]) -> Mapping[str, Any]:
    if not isinstance(table, dict):
        faults.append(f"{name}: {key}: is no table; write [{key}] and its fields below")
        return {"key": key, "kind": ""}
    fields = Fields(table, f"{name}: [{key}]", faults)
    read = {
        "key": key,
        "kind": fields.choice("kind", list(Reference.Kind.values)),
        "authors": fields.text("authors", limit=300),
        "title": fields.text("title", limit=300),
        "container": fields.text("container", limit=300, required=False),
        "year": fields.number("year", 1800, 2100),
        "doi": fields.text("doi", limit=200, required=False),
        "pmid": fields.text("pmid", limit=12, required=False),
        "url": fields.text("url", limit=500, required=False),
    }
    if read["doi"] and not str(read["doi"]).startswith("10."):
        fields.fault("doi", f"{read['doi']!r} is no DOI; it begins with 10.")
    if read["pmid"] and not str(read["pmid"]).isdecimal():
        fields.fault("pmid", f"{read['pmid']!r} is no PMID; it has digits only")
    if read["url"] and urlsplit(str(read["url"])).scheme not in {"http", "https"}:
        fields.fault("url", f"{read['url']!r} is no address; it begins with https://")
    fields.finish()
    return read


def _read_concept(
    path: Path, articles: Collection[str], keys: Mapping[str, str], faults: list[str]
) -> ConceptFile | None:
    where = f"concepts/{path.name}"
    parts = _read(path, where, faults).split(f"{FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        faults.append(f"{where}: begin with a line {FENCE}, then the fields, a line {FENCE}, then the text")
        return None
    data = _parse_text(parts[1], where, faults)
    if data is None:
        return None
    fields = Fields(data, where, faults)
    concept = ConceptFile(
        slug=_slug(fields, path),
        title=fields.text("title", limit=120),
        summary=fields.text("summary", limit=400),
        status=_status(fields),
        updated=fields.date("updated"),
        topic=fields.choice("topic", [value for value, _ in TOPICS], required=False),
        order=fields.number("order", 0, 999),
        related=fields.words("related", articles),
        references=fields.words("references", keys, required=True),
        body=parts[2].strip(),
    )
    fields.finish()
    _check_article(concept, fields, articles)
    return concept


def _check_article(concept: ConceptFile, fields: Fields, articles: Collection[str]) -> None:
    text = _render(concept.body, fields, "text")
    if text is None:
        return
    headings = [part.title for part in text.parts]
    for heading in (GUIDELINES, RESEARCH):
        if headings.count(heading) != 1:
            fields.fault("text", f"needs one section “## {heading}”; it has {headings.count(heading)}")
    _check_citations(text.cited, concept.references, fields, "text")
    for part in text.parts:
        for slug in _linked_articles(part.html):
            if slug not in articles:
                fields.fault("text", f"links to the article {slug!r}, which is not there{suggest(slug, articles)}")
    for key in concept.references:
        if key not in text.cited:
            fields.fault("references", f"{key!r} is listed and never cited; cite it as [@{key}] or take it out")


def _linked_articles(html: str) -> Iterator[str]:
    for piece in html.split('href="/concepts/')[1:]:
        yield piece.split('"', 1)[0].split("#", 1)[0].strip("/")


def _read_case(
    path: Path, model: neuraxis.Model, articles: Collection[str], keys: Mapping[str, str], faults: list[str]
) -> CaseFile | None:
    where = f"cases/{path.name}"
    data = _parse_text(_read(path, where, faults), where, faults)
    if data is None:
        return None
    fields = Fields(data, where, faults)
    case = CaseFile(
        slug=_slug(fields, path),
        status=_status(fields),
        updated=fields.date("updated"),
        text=CaseText(
            title=fields.text("title", limit=120),
            vignette=fields.text("vignette", limit=markdown.LIMIT),
            teaching=fields.text("teaching", limit=markdown.LIMIT),
            draft=Draft(
                stage=fields.choice("stage", [value for value, _ in STAGES]),
                reading=fields.choice("reading", [value for value, _ in READINGS]),
                key=fields.choice("key", model.places),
                findings=_read_findings(fields, model),
            ),
            topic=fields.choice("topic", [value for value, _ in TOPICS]),
            difficulty=fields.number("difficulty", min(DIFFICULTIES), max(DIFFICULTIES)),
            references=fields.words("references", keys, required=True),
            concepts=fields.words("concepts", articles),
        ),
    )
    fields.finish()
    for field, source in (("vignette", case.text.vignette), ("teaching", case.text.teaching)):
        text = _render(source, fields, field)
        _check_citations(text.cited if text else (), case.text.references, fields, field)
    return case


def _read_findings(fields: Fields, model: neuraxis.Model) -> tuple[tuple[str, str], ...]:
    pairs = [(item, str(value)) for item, value in fields.table("findings").items()]
    try:
        return read_findings(model, pairs)
    except neuraxis.InputError as error:
        for fault in error.faults:
            fields.fault("findings", fault)
        return ()


def _slug(fields: Fields, path: Path) -> str:
    slug = fields.text("slug", limit=50)
    if slug and slug != path.stem:
        fields.fault("slug", f"is {slug!r}; it must be the name of the file, {path.stem!r}")
    return path.stem


def _status(fields: Fields) -> Status:
    return FILE_STATUSES.get(fields.choice("status", list(FILE_STATUSES)), Status.DRAFT)


def _render(source: str, fields: Fields, field: str) -> markdown.Text | None:
    if "[@" in markdown.CITATION.sub("", source):
        fields.fault(field, "has a citation that cannot be read; write [@key] or [@first; @second]")
    try:
        return markdown.render(source)
    except markdown.TooLongError as error:
        fields.fault(field, str(error))
        return None


def _check_citations(cited: Collection[str], listed: Collection[str], fields: Fields, field: str) -> None:
    for key in cited:
        if key not in listed:
            fields.fault(field, f"cites {key!r}, which is not in the references{suggest(key, listed)}")


def _refuse_twins(titles: list[tuple[str, str]], faults: list[str]) -> None:
    seen: dict[str, str] = {}
    for slug, title in titles:
        if title and title in seen:
            faults.append(f"cases/{slug}.toml: title: is also that of {seen[title]}.toml; give each its own")
        seen.setdefault(title, slug)


def _read(path: Path, where: str, faults: list[str]) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{where}: cannot be read as UTF-8 text: {error}")
        return ""


def _parse_text(text: str, where: str, faults: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{where}: is no valid TOML: {error}")
        return None
