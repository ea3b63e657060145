"""Reads the words of clinicians and patients, and the ids of public ontologies; what names nothing is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from neuraxis.knowledge.facts import Atlas, OntologyIds, SiteFact, Words
from neuraxis.knowledge.items import build_items
from neuraxis.knowledge.phrases import ORGAN_FAMILIES, family, lineage
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import LATERAL, Level, MotorClass, Side, suggest

REGISTER_TABLES = ("sites", "structures", "muscles", "reflexes", "skin", "items", "values", "pathways", "answers")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_PLACEHOLDERS = frozenset(("side", "name", "k", "part", "value"))
_IDS = {"hpo": re.compile(r"HP:\d{7}"), "uberon": re.compile(r"UBERON:\d{7}")}
# By id, whether there are two of it; None where side does not matter.
Known = Mapping[str, bool | None]


def read_words(
    known: Mapping[str, Known], tables: Mapping[str, list[Row]], faults: Faults
) -> dict[str, dict[str, Words]]:
    """The words of every table of registers, by table and id."""
    return {name: _read_table(tables[name], known[name], faults) for name in REGISTER_TABLES}


def _read_table(rows: Iterable[Row], known: Known, faults: Faults) -> dict[str, Words]:
    words: dict[str, Words] = {}
    for row in rows:
        name = row["id"]
        if name not in known:
            faults.add(row.where, f"words for unknown {name!r}{suggest(name, known)}")
        if name in words:
            faults.add(row.where, f"{name!r} stands twice")
        for text in filter(None, (row["clinician"], row["lay"])):
            _check_text(text, known.get(name), row.where, faults)
        words[name] = Words(row["clinician"], row["lay"])
    return words


def _check_text(text: str, lateral: bool | None, where: str, faults: Faults) -> None:
    used = set(_PLACEHOLDER.findall(text))
    for placeholder in sorted(used - _PLACEHOLDERS):
        faults.add(where, f"unknown placeholder {{{placeholder}}}; known are {', '.join(sorted(_PLACEHOLDERS))}")
    if lateral is not None and lateral is used.isdisjoint(("side", "name")):
        faults.add(where, f"{text!r} should {'say' if lateral else 'not say'} {{side}}")


def known_ids(atlas: Atlas) -> dict[str, Known]:
    """What words and ontologies may speak of, by table."""
    # What is told without its side has the words of what is told with it.
    items = [item for item in build_items(atlas).values() if not item.is_unsided]
    values = {(item.base, value): item.side in LATERAL for item in items for value in item.takes}
    classes = (f"class.{one}" for one in MotorClass)
    levels = (f"level.{one}" for one in Level)
    return {
        "sites": {name: LATERAL[0] in site.sides or LATERAL[1] in site.sides for name, site in _site_ids(atlas)},
        "structures": {
            **dict.fromkeys(ORGAN_FAMILIES, True),
            **{family(name, one.segment): not one.midline for name, one in atlas.structures.items()},
        },
        "muscles": dict.fromkeys(atlas.muscles, True),
        "reflexes": dict.fromkeys(atlas.reflexes, True),
        "skin": dict.fromkeys(atlas.spots, True),
        "items": {name: lateral for (base, _), lateral in values.items() for name in lineage(base)},
        "values": {
            f"{name}={one}": lateral
            for (base, value), lateral in values.items()
            for name in lineage(base)
            for one in (value, "*")
        },
        "pathways": {f"{one.prefix}={part}": None for one in atlas.pathway_names for part in ("pathway", "crossing")},
        "answers": dict.fromkeys([*classes, *levels, *(f"side.{one}" for one in Side)], None),
    }


def _site_ids(atlas: Atlas) -> Iterable[tuple[str, SiteFact]]:
    return ((family(name, site.segment), site) for name, site in atlas.sites.items())


def read_ontology(known: Mapping[str, Known], rows: Iterable[Row], faults: Faults) -> dict[str, OntologyIds]:
    """Ids of findings (HPO, as `item:plantar=extensor`) and of structures (UBERON, as `structure:mb.rn`)."""
    targets = {f"item:{name}" for name in known["values"]} | {f"structure:{name}" for name in known["structures"]}
    found: dict[str, OntologyIds] = {}
    for row in rows:
        key = f"{row['kind']}:{row['id']}" + (f"={row['value']}" if row["value"] else "")
        if key not in targets:
            faults.add(row.where, f"an id for unknown {key!r}{suggest(key, targets)}")
        if key in found:
            faults.add(row.where, f"{key!r} stands twice")
        for column, form in _IDS.items():
            if row[column] and not form.fullmatch(row[column]):
                faults.add(row.where, f"{column} {row[column]!r} should look like {form.pattern}")
        if not (row["hpo"] or row["uberon"]):
            faults.add(row.where, "neither an HPO nor a UBERON id")
        found[key] = OntologyIds(row["hpo"], row["uberon"])
    return found
