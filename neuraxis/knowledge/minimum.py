"""Reads what every examination of a site charts, since nobody would leave it out there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from neuraxis.knowledge.chains import Patterns
from neuraxis.knowledge.facts import SiteFact
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import Topic, suggest

MINIMUM_COLUMNS = {"minimum": "sites items source"}
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
        for pattern in row["sites"].split():
            names = _of_topic(sites, pattern) if pattern.startswith(_TOPIC) else patterns.matching(pattern)
            if not names:
                known = [*(f"{_TOPIC}{topic}" for topic in Topic), *sites]
                faults.add(row.where, f"no site fits {pattern!r}{suggest(pattern, known)}")
            for name in names:
                found.setdefault(name, {}).update(dict.fromkeys(items))
    return {name: tuple(items) for name, items in found.items()}


def _of_topic(sites: Mapping[str, SiteFact], pattern: str) -> list[str]:
    return [name for name, site in sites.items() if site.topic == pattern.removeprefix(_TOPIC)]
