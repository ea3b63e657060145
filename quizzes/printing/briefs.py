"""An examination in a few lines: what is abnormal one by one, what is normal together."""

from collections.abc import Iterable
from dataclasses import dataclass

import neuraxis
from drawings import Figures, figures


@dataclass(frozen=True)
class Brief:
    """Abnormal findings by the title of their figure, and the normal ones as one list; with the figures of both."""

    abnormal: tuple[tuple[str, tuple[str, ...]], ...]
    normal: str
    figures: Figures


def brief_of(model: neuraxis.Model, pairs: Iterable[Iterable[str]]) -> Brief:
    """Findings as they are stored, as far as the model knows them."""
    findings = [neuraxis.Finding(item, value) for item, value in pairs]
    drawn = figures(model, findings)
    known = [found for found in findings if found.item in model.items and found.value in model.items[found.item].takes]
    by_words = {neuraxis.word_finding(model, found): found for found in known}
    abnormal = {title: [by_words.pop(line.words) for line in group] for title, group in drawn.abnormal}
    return Brief(
        tuple((title, short_lines(model, group)) for title, group in abnormal.items()),
        capitalized(neuraxis.word_findings(model, by_words.values(), len(by_words))),
        drawn,
    )


def short_lines(model: neuraxis.Model, findings: Iterable[neuraxis.Finding]) -> tuple[str, ...]:
    """Findings in words; what is the same on both sides takes one line."""
    alike: dict[tuple[str, str], list[neuraxis.Finding]] = {}
    for found in findings:
        alike.setdefault((model.items[found.item].base, found.value), []).append(found)
    return tuple(capitalized(neuraxis.word_findings(model, group, len(group))) for group in alike.values())


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
