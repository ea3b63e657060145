"""Reads how diseases begin: onset and stage, in whom, what brought them on, and what the patient notices first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from neuraxis.knowledge.chains import Patterns
from neuraxis.knowledge.facts import SiteFact
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import MODELED_STAGES, Stage, suggest

ONSET_COLUMNS = {"onsets": "pattern onsets stages ages sex mechanisms first source"}
ONSETS = ("sudden", "days", "weeks", "months", "years")
SEXES = ("", "man", "woman")
# So many years at least, so that sessions of one site need not repeat a story.
FEWEST_AGES = 7
NO_MECHANISM = "none"
_AGES = re.compile(r"^(\d+)-(\d+)$")
_EVERYTHING = re.compile(r"^[*?]+$")


def set_onsets(rows: Iterable[Row], sites: Mapping[str, SiteFact], faults: Faults) -> dict[str, SiteFact]:
    """Every site with the row of the last pattern that fits its id; a site that none fits is a fault."""
    patterns, told = Patterns(sites), dict[str, Row]()
    for row in rows:
        _check(row, faults)
        for pattern in row["pattern"].split():
            matched = patterns.matching(pattern)
            if not matched:
                faults.add(row.where, f"no site fits {pattern!r}{suggest(pattern, sites)}")
            told.update(dict.fromkeys(matched, row))
    for name, site in sites.items():
        if name not in told:
            faults.add(site.where, f"site {name!r} has no onset; add a row for it to onsets.psv")
    return {name: _with_onset(site, told[name]) if name in told else site for name, site in sites.items()}


def _with_onset(site: SiteFact, row: Row) -> SiteFact:
    ages = _AGES.match(row["ages"])
    pairs = [one.rpartition(":") for one in row["mechanisms"].split()]
    return replace(
        site,
        onsets=tuple(row["onsets"].split()),
        only=Stage(row["stages"]) if row["stages"] in MODELED_STAGES else None,
        ages=(int(ages[1]), int(ages[2])) if ages else site.ages,
        sex=row["sex"],
        mechanisms=tuple((onset, name) for onset, _, name in pairs),
        noticed_first=tuple(row["first"].split()),
    )


def _check(row: Row, faults: Faults) -> None:
    for pattern in row["pattern"].split():
        if _EVERYTHING.match(pattern):
            faults.add(row.where, f"{pattern!r} fits every site; say of each how its disease begins")
    for word in (*row["onsets"].split(), *(one.rpartition(":")[0] for one in row["mechanisms"].split())):
        if word and word not in ONSETS:
            faults.add(row.where, f"unknown onset {word!r}; it is one of {', '.join(ONSETS)}")
    if not row["onsets"]:
        faults.add(row.where, f"no onset; it is one of {', '.join(ONSETS)}")
    if row["stages"] not in ("", *MODELED_STAGES):
        faults.add(row.where, f"stage {row['stages']!r}; it is acute, chronic or empty")
    if row["sex"] not in SEXES:
        faults.add(row.where, f"sex {row['sex']!r}; it is man, woman or empty")
    ages = _AGES.match(row["ages"])
    if row["ages"] and not ages:
        faults.add(row.where, f"ages {row['ages']!r}; write them as 34-78")
    if ages and int(ages[2]) - int(ages[1]) + 1 < FEWEST_AGES:
        faults.add(row.where, f"ages {row['ages']!r} span fewer than {FEWEST_AGES} years")
