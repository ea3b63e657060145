"""The pages of the atlas book, in Markdown. It changes only when a fact changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from neuraxis.book.words import Words, percent, roots
from neuraxis.knowledge import ATLAS_FOLDER, Atlas
from neuraxis.knowledge.atlas import COLUMNS
from neuraxis.knowledge.tables import Faults, Row, read_table
from neuraxis.vocabulary import LEVEL_NAMES, MOTOR_CLASS_NAMES, TOPIC_NAMES, Level, MotorClass, Topic

Tables = Mapping[str, Sequence[Row]]
# How things are called in other registers, and ids for links.
NOT_FACTS = ("registers/", "ontology")
REGIONS = {
    "arm.p": "Shoulder and upper arm",
    "arm.d": "Forearm and hand",
    "leg.p": "Hip and thigh",
    "leg.d": "Leg and foot",
    "trunk": "Trunk",
    "neck": "Neck and diaphragm",
}
SITE_SIDES = {
    "2": "right or left",
    "M": "both or midline",
    "D": "dominant hemisphere",
    "N": "non-dominant hemisphere",
}
INTRODUCTION = """\
# The atlas

Everything that the model knows about the nervous system, in words. This page is made from the tables in
`neuraxis/atlas/` by `python -m neuraxis atlas`; nobody edits it by hand. To correct a fact, correct its row there
(`docs/atlas-format.md` says how) and make this page again. It is written for education, and no clinician has signed
it yet.

## How to read it

- **Sides.** In a pathway, *same side* means the side of the body that the function serves, *opposite side* the other.
  In a place, a structure lies on the side of the lesion unless its words say otherwise.
- **Order.** A pathway runs from its source to its effector, and a sensory one from the skin inward: an arrow means
  that the next structure is in series with the one before it. Interrupting any of them interrupts the pathway.
- **Share.** Several rows of one function are parallel ways; the share is what each carries. Shares that sum to more
  than 100 % are reserve, as in the supply of the upper face from both hemispheres.
- **A percentage after a structure** is, in a pathway, how much of the pathway is lost when that structure is lost; in
  a place, how much of the structure is interrupted. "in 30 % of cases" says how often the place involves it at all.
- **Segments.** "The segment" is that of the muscle, the skin spot or the cord lesion; a cord lesion is named by its
  first damaged segment.
- **Sources** are keys of the bibliography at the end. `judgment` marks a teaching value that nobody has measured.
"""

SHARED_NOTE = """\
`umn` is the upper motor neuron supply, which ends at the anterior horn of the segment; `pin`, `touch` and `position`
begin where the dorsal root of the segment enters.
"""
MUSCLES_NOTE = """\
## Muscles

Pyramidal: the share of power that needs the corticospinal tract. Uncrossed: the weight of the way from the hemisphere
of the same side, where the crossed way is 100 %.
"""
PLACES_NOTE = """\
## Places

Onset is how a disease there usually begins, for the story of a case. Weight is how likely the place is before anything
is found, relative to 1: a teaching weight, not an incidence.
"""
SIGNS_NOTE = """\
## Signs

What the examination can show beside power, tendon reflexes and skin. Causes in one row are independent of each other.
Sensitivity is the chance of the sign when what drives it is lost completely; false positives the chance with nothing
wrong. A graded sign has no sensitivity: the loss itself decides whether it is mild or severe.
"""
IMPLICATIONS_NOTE = """\
## What excludes what

Findings that no patient shows together, whatever the lesion; a generated patient never does, and a chart that does is
told so. *Excludes*: none of the others can stand beside the finding. *Needs*: of the others that were examined one at
least shows such a value. `{s}` is either side, `{o}` the other; `docs/atlas-format.md` explains the patterns.
"""


def write_book(atlas: Atlas, folder: Path = ATLAS_FOLDER) -> str:
    """The whole book. `atlas` is what was loaded from `folder`."""
    faults = Faults()
    facts = {name: columns.split() for name, columns in COLUMNS.items() if not name.startswith(NOT_FACTS)}
    tables = {name: read_table(folder, name, tuple(columns), faults) for name, columns in facts.items()}
    faults.raise_if_any()
    words = Words(atlas, tables["structures"])
    cited = {key for rows in tables.values() for row in rows for key in row["source"].split()}
    parts = [
        INTRODUCTION,
        _counts(atlas, tables, cited),
        _pathways(words, tables),
        _muscles(words, tables["muscles"]),
        _reflexes(words, tables["reflexes"]),
        _skin(words, tables["skin"]),
        _motor_roles(words, tables["motor_roles"]),
        _places(atlas, words, tables),
        _signs(words, tables["signs"]),
        _implications(atlas, tables["implications"]),
        _bibliography(atlas.sources, cited),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _counts(atlas: Atlas, tables: Tables, cited: Iterable[str]) -> str:
    places = sum(len(site.sides) for site in atlas.sites.values())
    routes = sum(len(found) for found in atlas.functions.values())
    rows = sum(len(found) for found in tables.values())
    counted = [
        ("structures, per side", sum(1 if one.midline else 2 for one in atlas.structures.values())),
        ("functions, per side", len(atlas.functions)),
        ("routes that serve them", routes),
        ("muscles", len(atlas.muscles)),
        ("reflexes", len(atlas.reflexes)),
        ("skin spots", len(atlas.spots)),
        ("other signs", len(atlas.signs)),
        ("sites", len(atlas.sites)),
        ("places (a site on one side)", places),
        ("rows of facts, each with a source", rows),
        ("sources cited", len(set(cited))),
    ]
    return "## What is in it\n\n" + _table(("What", "How many"), [(what, str(count)) for what, count in counted])


def _pathways(words: Words, tables: Tables) -> str:
    shared = [
        (f"`{row['pathway']}`", percent(row["weight"]), words.chain(row["chain"]), row["source"])
        for row in tables["pathways"]
    ]
    named = [(row["pathway"], row["crossing"], f"`{row['prefix']}`", row["source"]) for row in tables["pathway_names"]]
    routes = [
        (words.function(row["function"]), percent(row["weight"]), words.chain(row["chain"]), row["source"])
        for row in tables["routes"]
    ]
    return "\n".join(
        [
            "## Pathways\n",
            "### Where they cross\n",
            _table(("Pathway", "Crossing", "Functions", "Sources"), named),
            "### Limbs and trunk: shared by muscles, reflexes and skin\n",
            SHARED_NOTE,
            _table(("Pathway", "Share", "Way", "Sources"), shared),
            "### Head, special senses, cerebellum, cortex, autonomic functions, position sense\n",
            _table(("Function", "Share", "Way", "Sources"), routes),
        ]
    )


def _muscles(words: Words, rows: Sequence[Row]) -> str:
    told = [MUSCLES_NOTE]
    header = ("Muscle", "Movement", "Roots", "From root to muscle", "Pyramidal", "Uncrossed", "Sources")
    for region, title in REGIONS.items():
        cells = [
            (
                row["name"],
                row["action"],
                roots(row["roots"]),
                words.supply(row["chain"]),
                percent(row["pyramidal"]),
                percent(row["uncrossed"]),
                row["source"],
            )
            for row in rows
            if row["region"] == region
        ]
        told += [f"### {title}\n", _table(header, cells)] if cells else []
    return "\n".join(told)


def _reflexes(words: Words, rows: Sequence[Row]) -> str:
    cells = [(row["name"], row["kind"], roots(row["roots"]), words.supply(row["chain"]), row["source"]) for row in rows]
    return "## Reflexes\n\n" + _table(("Reflex", "Kind", "Roots", "From root to muscle", "Sources"), cells)


def _skin(words: Words, rows: Sequence[Row]) -> str:
    cells = [(row["description"], roots(row["roots"]), words.supply(row["chain"]), row["source"]) for row in rows]
    header = ("Spot", "Roots", "From root to skin", "Sources")
    return "## Skin\n\nEvery spot is tested for pin and for touch.\n\n" + _table(header, cells)


def _motor_roles(words: Words, rows: Sequence[Row]) -> str:
    cells = [
        (
            f"{words.pathway(row['function']) or 'function'} (`{row['function']}`)",
            row["region"],
            MOTOR_CLASS_NAMES[MotorClass(row["class"])].lower(),
            row["source"],
        )
        for row in rows
    ]
    return (
        "## Motor-neuron class\n\nWhat counts toward the class of a region, beside the muscles of limbs and trunk.\n\n"
        + _table(("Function", "Region", "Class", "Sources"), cells)
    )


def _places(atlas: Atlas, words: Words, tables: Tables) -> str:
    onsets = {site.where: site.onsets for site in atlas.sites.values()}
    rows = [*tables["sites"], *tables["templates"]]
    told = [PLACES_NOTE]
    header = ("Place", "Side", "Level", "Structures", "Onset", "Weight", "Sources")
    for topic in Topic:
        cells = [_place(words, row, onsets[row.where]) for row in rows if row["topic"] == topic]
        told += [f"### {TOPIC_NAMES[topic]}\n", _table(header, cells)]
    return "\n".join(told)


def _place(words: Words, row: Row, onsets: Sequence[str]) -> tuple[str, ...]:
    segments = row.get("segments")
    name = row["name"].replace("{k}", "the segment" if not row["name"].startswith("{k}") else "")
    name = f"{name.strip()}, at each of {segments.replace('..', ' to ')}" if segments else name
    level = "cord" if row["level"] == "cord" else LEVEL_NAMES[Level(row["level"])].lower()
    return (
        f"{name} ({row['note']})" if row["note"] else name,
        SITE_SIDES[row["sides"]],
        level,
        words.involved(row["structures"]),
        ", ".join(onsets),
        row["prior"] or "1",
        row["source"],
    )


def _signs(words: Words, rows: Sequence[Row]) -> str:
    told = [SIGNS_NOTE]
    header = ("Sign", "Side", "Driven by the loss of", "Stage", "Sensitivity", "False positives", "Sources")
    for chart in dict.fromkeys(row["chart"] for row in rows):
        cells = [_sign(words, row) for row in rows if row["chart"] == chart and row["value"] != "normal"]
        told += [f"### {chart.replace('_', ' and ').capitalize()}\n", _table(header, cells)]
    return "\n".join(told)


def _sign(words: Words, row: Row) -> tuple[str, ...]:
    return (
        row["wording"],
        "each" if row["sides"] == "2" else "none",
        words.drive(row["drive"]) or "as the row above",
        row["stage"] or "both",
        percent(row["sens"]) if row["sens"] else "graded",
        percent(row["fp"]) if row["fp"] else "",
        row["source"],
    )


def _implications(atlas: Atlas, rows: Sequence[Row]) -> str:
    spelled = Counter(row.where for row in atlas.implications.rows)
    cells = [
        (f"`{row['finding']}`", row["rule"], f"`{row['others']}`", row["why"], str(spelled[row.where]), row["source"])
        for row in rows
    ]
    header = ("Finding", "Rule", "Others", "Because", "Spelled out", "Sources")
    return f"{IMPLICATIONS_NOTE}\n{_table(header, cells)}"


def _bibliography(sources: Mapping[str, Mapping[str, Any]], cited: set[str]) -> str:
    kinds = Counter(str(sources[key]["kind"]) for key in cited)
    summary = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    cells = [(f"`{key}`", _reference(sources[key]), str(sources[key]["kind"])) for key in sorted(cited)]
    return f"## Bibliography\n\nCited by the tables above: {summary}.\n\n" + _table(("Key", "Source", "Kind"), cells)


def _reference(source: Mapping[str, Any]) -> str:
    links = [f"<{source['url']}>"] if "url" in source else []
    links = [f"<https://doi.org/{source['doi']}>"] if "doi" in source else links
    links += [f"PMID {source['pmid']}"] if "pmid" in source else []
    parts = [f"{source['authors']}. {source['title']}", str(source.get("container", "")), str(source["year"]), *links]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)
