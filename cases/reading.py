"""What a page shows of an article: text, and its references apart by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases import markdown
from cases.content import GUIDELINES, RESEARCH
from cases.models import Concept, Reference

KIND_TITLES = {
    Reference.Kind.GUIDELINE: "Guidelines and standards",
    Reference.Kind.RESEARCH: "Research",
    Reference.Kind.TEXTBOOK: "Textbooks",
}


@dataclass(frozen=True)
class Section:
    part: markdown.Part
    is_evidence: bool


@dataclass(frozen=True)
class Numbered:
    number: int
    reference: Reference


@dataclass(frozen=True)
class Bibliography:
    """The references of one kind, each with the number by which the text cites it."""

    title: str
    entries: tuple[Numbered, ...]


@dataclass(frozen=True)
class Article:
    sections: tuple[Section, ...]
    bibliographies: tuple[Bibliography, ...]


def article_of(concept: Concept) -> Article:
    text = markdown.render(concept.body)
    sections = tuple(Section(part, part.title in {GUIDELINES, RESEARCH}) for part in text.parts)
    return Article(sections, bibliographies(text.cited, concept.references.all()))


def bibliographies(cited: Sequence[str], references: Iterable[Reference]) -> tuple[Bibliography, ...]:
    """References apart by kind, numbered as the text cites them; what it does not cite comes last."""
    rank = {key: number for number, key in enumerate(cited)}
    ordered = sorted(references, key=lambda reference: rank.get(reference.key, len(rank)))
    numbered = [Numbered(number, reference) for number, reference in enumerate(ordered, start=1)]
    groups = (
        Bibliography(title, tuple(entry for entry in numbered if entry.reference.kind == kind))
        for kind, title in KIND_TITLES.items()
    )
    return tuple(group for group in groups if group.entries)
