"""Reads what every examination of a site charts, and the findings by which its syndrome is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from neuraxis.examination import Item
from neuraxis.knowledge.chains import Patterns
from neuraxis.knowledge.facts import SiteFact, Term
from neuraxis.knowledge.implications import read_values
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import InputError, Topic, suggest

MINIMUM_COLUMNS = {"minimum": "sites items source", "defining": "sites item values source"}
_TOPIC = "topic:"


def read_minimum(
    sites: Mapping[str, SiteFact], bases: Collection[str], rows: Iterable[Row], faults: Faults
) -> dict[str, tuple[str, ...]]:
    """Items without side, by site, in the order of the table; unknown sites, topics and items are faults."""
    patterns, found = Patterns(sites), dict[str, dict[str, None]]()
    for row in rows:
        items = row["items"].split()
        for base in items:
            if base not in bases:
                faults.add(row.where, f"unknown item {base!r}{suggest(base, bases)}")
        for name in _sites(sites, patterns, row, faults):
            found.setdefault(name, {}).update(dict.fromkeys(items))
    return {name: tuple(items) for name, items in found.items()}


def read_defining(
    sites: Mapping[str, SiteFact], items: Mapping[str, Item], rows: Iterable[Row], faults: Faults
) -> dict[str, tuple[Term, ...]]:
    """Items without side with the values that define a syndrome, by site."""
    patterns, found = Patterns(sites), dict[str, list[Term]]()
    by_base = {item.base: item for item in items.values()}
    for row in rows:
        item = by_base.get(row["item"])
        if item is None:
            faults.add(row.where, f"unknown item {row['item']!r}{suggest(row['item'], by_base)}")
            continue
        try:
            term = item.base, frozenset(read_values(item, row["values"]))
        except InputError as error:
            faults.add(row.where, str(error))
            continue
        for name in _sites(sites, patterns, row, faults):
            found.setdefault(name, []).append(term)
    return {name: tuple(terms) for name, terms in found.items()}


def _sites(sites: Mapping[str, SiteFact], patterns: Patterns, row: Row, faults: Faults) -> Iterable[str]:
    """The sites that a row is about; a pattern that fits none is a fault."""
    for pattern in row["sites"].split():
        names = _of_topic(sites, pattern) if pattern.startswith(_TOPIC) else patterns.matching(pattern)
        if not names:
            known = [*(f"{_TOPIC}{topic}" for topic in Topic), *sites]
            faults.add(row.where, f"no site fits {pattern!r}{suggest(pattern, known)}")
        yield from names


def _of_topic(sites: Mapping[str, SiteFact], pattern: str) -> list[str]:
    return [name for name, site in sites.items() if site.topic == pattern.removeprefix(_TOPIC)]
