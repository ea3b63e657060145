"""Reads what cannot be found together in one patient: patterns over items, each spelled out into sets of findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from neuraxis.examination import Item
from neuraxis.knowledge.facts import Implication, Implications, Muscle, Term
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import LATERAL, InputError, Side, suggest

IMPLICATION_COLUMNS = {"implications": "finding rule others why source"}
RULES = ("excludes", "needs")
ANY = "any"
_GROUP = re.compile(r"\(([^()]*)\)")
_REGION = re.compile(r"@([a-z]+(?:\.[pd])?)(?=\.[RL]$|$)")
_SIDED = re.compile(r"\{[so]\}")


@dataclass
class _Speller:
    """Spells patterns out over the items and the muscles of one atlas."""

    items: Mapping[str, Item]
    muscles: Mapping[str, Muscle]
    found: dict[frozenset[Term], Implication] = field(default_factory=dict)

    def spell(self, row: Row) -> None:
        """Adds every set of findings that a row forbids. Raises InputError on what it cannot read."""
        if row["rule"] not in RULES:
            raise InputError([f"rule {row['rule']!r}; it is {' or '.join(RULES)}"])
        if not row["why"]:
            raise InputError(["no reason; say why these do not go together"])
        for finding, others in _bindings(row["finding"], row["others"]):
            for first in self._joined(finding):
                forbidden = self._excluded(others) if row["rule"] == "excludes" else self._needed(others)
                for rest in forbidden:
                    terms = (*first, *rest)
                    if len({item for item, _ in terms}) < len(terms):
                        raise InputError([f"{terms[0][0]} stands twice in one rule"])
                    self.found.setdefault(frozenset(terms), Implication(terms, row["why"], row.where))

    def _excluded(self, text: str) -> Iterator[tuple[Term, ...]]:
        for part in text.split(" or "):
            yield from self._joined(part)

    def _needed(self, text: str) -> Iterator[tuple[Term, ...]]:
        """The one way to break a need: everything that would meet it was examined, and is otherwise."""
        terms = [term for part in text.split(" or ") for term in self._alternatives(part)]
        yield tuple((item, frozenset(self.items[item].values) - values) for item, values in terms)

    def _joined(self, text: str) -> Iterator[tuple[Term, ...]]:
        yield from product(*(self._alternatives(part) for part in text.split(" and ")))

    def _alternatives(self, text: str) -> list[Term]:
        pattern, equals, wanted = text.strip().rpartition("=")
        if not equals:
            raise InputError([f"{text.strip()!r} should be item=value"])
        return [self._term(name, wanted) for one in _choices(pattern) for name in self._muscles(one)]

    def _muscles(self, pattern: str) -> list[str]:
        region = _REGION.search(pattern)
        if region is None:
            return [pattern]
        names = [one.id for one in self.muscles.values() if one.region == region[1]]
        if not names:
            regions = {one.region for one in self.muscles.values()}
            raise InputError([f"no muscles in region {region[1]!r}{suggest(region[1], regions)}"])
        return [_REGION.sub(name, pattern) for name in names]

    def _term(self, name: str, wanted: str) -> Term:
        item = self.items.get(name)
        if item is None:
            raise InputError([f"unknown item {name!r}{suggest(name, self.items)}"])
        return name, frozenset(read_values(item, wanted))


def read_implications(
    items: Mapping[str, Item], muscles: Mapping[str, Muscle], rows: Iterable[Row], faults: Faults
) -> Implications:
    """The table spelled out; a row that cannot be read is a fault at its file and line."""
    speller = _Speller(items, muscles)
    for row in rows:
        try:
            speller.spell(row)
        except InputError as error:
            for fault in error.faults:
                faults.add(row.where, fault)
    return Implications(tuple(speller.found.values()))


def _bindings(finding: str, others: str) -> Iterator[tuple[str, str]]:
    """A row for either side, if it names one, and for each choice of the finding, which the others repeat as {g}."""
    for side in LATERAL if _SIDED.search(finding + others) else (Side.RIGHT,):
        first, rest = (text.replace("{s}", side).replace("{o}", side.opposite) for text in (finding, others))
        group = _GROUP.search(first)
        for choice in group[1].split() if group else ("",):
            yield _GROUP.sub(choice, first, count=1), rest.replace("{g}", choice)


def _choices(pattern: str) -> list[str]:
    group = _GROUP.search(pattern)
    return [_GROUP.sub(choice, pattern, count=1) for choice in group[1].split()] if group else [pattern]


def read_values(item: Item, wanted: str) -> Iterator[str]:
    """The values that a pattern names, in the order of the item. Raises InputError on one that it does not have."""
    if wanted == ANY:
        yield from item.values
    elif wanted.startswith("!"):
        without = set(_listed(item, wanted[1:]))
        yield from (value for value in item.values if value not in without)
    else:
        yield from _listed(item, wanted)


def _listed(item: Item, wanted: str) -> Iterator[str]:
    for part in wanted.split(","):
        first, dash, last = part.partition("-")
        for value in (first, last) if dash else (first,):
            if value not in item.values:
                raise InputError([f"{item.id} cannot be {value!r}; it is one of {', '.join(item.values)}"])
        yield from item.values[item.index(first) : item.index(last if dash else first) + 1]
