"""Other forms in which a disease is met, how often a site is the answer, and what silence about it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from neuraxis.knowledge.chains import Patterns, parse_involvements
from neuraxis.knowledge.facts import INCIDENCES, Form, Involvement, Muscle, SilentGroup, SiteFact
from neuraxis.knowledge.functions import Builder
from neuraxis.knowledge.tables import Row
from neuraxis.vocabulary import InputError, suggest

USUAL = "uncommon"
_REGION = re.compile(r"@(?P<region>[\w.]+?)(?=[:=?]|$)")


def read_forms(
    builder: Builder, rows: Iterable[Row], sites: Mapping[str, SiteFact], muscles: Mapping[str, Muscle]
) -> dict[str, SiteFact]:
    """The sites with their further forms; a fault for an unknown site, structure or region, or a missing side."""
    told = dict(sites)
    for row in rows:
        site = told.get(row["site"])
        if site is None:
            builder.faults.add(row.where, f"unknown site {row['site']!r}{suggest(row['site'], sites)}")
            continue
        try:
            text = " ".join(_expand_region(part, muscles) for part in row["structures"].split())
            involved = tuple(_involvements(builder, row, site, text))
        except ValueError as error:
            builder.faults.add(row.where, str(error))
            continue
        form = Form(row["form"], row.number("weight", builder.faults, high=2), involved)
        told[site.id] = replace(site, forms=(*site.forms, form))
    return told


def _expand_region(part: str, muscles: Mapping[str, Muscle]) -> str:
    """`axm.@leg:b=.5` as one structure for every muscle of the region."""
    found = _REGION.search(part)
    if found is None:
        return part
    names = [one.id for one in muscles.values() if one.region.startswith(found["region"])]
    if not names:
        raise InputError([f"no muscle has a region that begins with {found['region']!r}"])
    return " ".join(part.replace(found[0], name) for name in names)


def _involvements(builder: Builder, row: Row, site: SiteFact, text: str) -> Iterable[Involvement]:
    """The structures of a form, patterns resolved; a fault for what is unknown or lacks its side."""
    for involved in parse_involvements(text):
        matched = builder.patterns.matching(involved.structure)
        if not matched:
            known = suggest(involved.structure, builder.structures)
            builder.faults.add(row.where, f"unknown structure {involved.structure!r}{known}")
        for name in matched:
            lateral = not builder.structures[name].midline
            if lateral and site.is_midline and involved.side in ("", "i", "c", "m"):
                builder.faults.add(row.where, f"{name!r} needs a side in a site without sides; write :b, :R or :L")
            yield involved._replace(structure=name)


def read_incidence(builder: Builder, rows: Iterable[Row], sites: Mapping[str, SiteFact]) -> dict[str, SiteFact]:
    """The sites with the word that says how often each is the answer: of its kind, and of its segment."""
    kinds = {name: site.kind for name, site in sites.items()}
    known = Patterns(dict.fromkeys([*sites, *kinds.values()]))
    words: dict[str, str] = {}
    for row in rows:
        if row["incidence"] not in INCIDENCES:
            builder.faults.add(
                row.where, f"unknown incidence {row['incidence']!r}; it is one of {', '.join(INCIDENCES)}"
            )
        for name in row["sites"].split():
            if not known.matching(name):
                builder.faults.add(row.where, f"unknown site {name!r}{suggest(name, known.names)}")
            if name in words:
                builder.faults.add(row.where, f"site {name!r} stands twice")
            words[name] = row["incidence"]
    return {
        name: replace(
            site,
            incidence=words.get(kinds[name], USUAL),
            of_kind=words.get(name, USUAL) if name != kinds[name] else USUAL,
        )
        for name, site in sites.items()
    }


def read_silence(builder: Builder, rows: Iterable[Row]) -> tuple[SilentGroup, ...]:
    """The parts of the examination that are mentioned together; a fault for a part that stands twice."""
    groups, seen = [], set[str]()
    for row in rows:
        items = tuple(row["items"].split())
        for item in items:
            if item in seen:
                builder.faults.add(row.where, f"item {item!r} stands in two groups")
            seen.add(item)
        if row["told"] not in ("", "yes"):
            builder.faults.add(row.where, f"told {row['told']!r}; it is yes or empty")
        groups.append(SilentGroup(row["group"], items, row["told"] == "yes", row.number("unsaid", builder.faults)))
    return tuple(groups)
