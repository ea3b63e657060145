"""Reads the atlas, checks every reference, and raises all faults at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from neuraxis.knowledge.chains import at_segment, expand_ranges, parse_involvements
from neuraxis.knowledge.drives import parse_drive
from neuraxis.knowledge.facts import Atlas, Cause, ConfusedPair, MotorRole, Sign, SiteFact, Structure
from neuraxis.knowledge.forms import read_forms, read_incidence, read_silence
from neuraxis.knowledge.functions import (
    Builder,
    add_dermatomes,
    add_position_organs,
    read_muscles,
    read_pathways,
    read_reflexes,
    read_routes,
    read_skin,
)
from neuraxis.knowledge.implications import IMPLICATION_COLUMNS, read_implications
from neuraxis.knowledge.items import build_items
from neuraxis.knowledge.maps import MAP_COLUMNS, read_territories, read_vertebrae
from neuraxis.knowledge.minimum import MINIMUM_COLUMNS, read_defining, read_minimum
from neuraxis.knowledge.naming import read_pathway_names
from neuraxis.knowledge.onsets import ONSET_COLUMNS, set_onsets
from neuraxis.knowledge.tables import Faults, Row, check_sources, read_sources, read_table
from neuraxis.knowledge.umbrellas import read_mentions, read_umbrellas, split_sets
from neuraxis.knowledge.words import REGISTER_TABLES, known_ids, read_ontology, read_words
from neuraxis.vocabulary import (
    LATERAL,
    MODELED_STAGES,
    SEGMENT_INDEX,
    InputError,
    Level,
    Side,
    Stage,
    Topic,
    cord_level,
    suggest,
)

COLUMNS = {
    "structures": "id sides level kind name source",
    "routes": "function sides weight chain source",
    "pathways": "pathway weight chain source",
    "muscles": "id name action region roots chain column uncrossed pyramidal length proximal source",
    "reflexes": "id name kind roots chain column uncrossed length source",
    "skin": "id description roots chain lamina length source",
    "sites": "id sides topic level name structures prior note source",
    "templates": "id sides segments topic level name structures prior note source",
    "forms": "site form weight structures source",
    "incidence": "incidence sites source",
    "silence": "group items told unsaid source",
    "signs": "item sides chart value wording drive sens fp stage source",
    "umbrellas": "item sides chart normal abnormal members source",
    "mentions": "item speaks_for source",
    "pairs": "first second stage source",
    **MAP_COLUMNS,
    **IMPLICATION_COLUMNS,
    **MINIMUM_COLUMNS,
    "motor_roles": "function region class source",
    "pathway_names": "prefix role pathway crossing source",
    **ONSET_COLUMNS,
    "ontology": "kind id value hpo uberon source",
    **{f"registers/{name}": "id clinician lay source" for name in REGISTER_TABLES},
}
ROLE_REGIONS = ("eyes", "face", "bulbar")
ROLE_CLASSES = ("UMN", "LMN", "NMJ", "MUSCLE")
STRUCTURE_LEVELS = {level.value for level in Level} | {"cord"}
STRUCTURE_KINDS = frozenset(
    ("cortex", "tract", "nucleus", "horn", "root", "plexus", "nerve", "axon", "junction", "muscle", "organ", "state")
)


Tables = dict[str, list[Row]]
Sources = dict[str, dict[str, Any]]


def read_atlas(folder: Path, dominant: Side) -> Atlas:
    """The checked atlas. Raises InputError with every fault, each with file and line."""
    faults = Faults()
    sources = read_sources(folder, faults)
    tables = _read_tables(folder, sources, faults)
    anatomy = _read_anatomy(Builder(dominant, faults), tables, sources)
    return _read_words_and_maps(anatomy, tables, faults)


def _read_tables(folder: Path, sources: Sources, faults: Faults) -> Tables:
    """Every table by name; each row names sources that are listed."""
    tables = {name: read_table(folder, name, tuple(columns.split()), faults) for name, columns in COLUMNS.items()}
    faults.raise_if_any()
    for rows in tables.values():
        check_sources(rows, sources, faults)
    return tables


def _read_anatomy(builder: Builder, tables: Tables, sources: Sources) -> Atlas:
    """The structures, what runs through them and what ails them, each checked against what it stands on."""
    _read_structures(builder, tables["structures"])
    add_position_organs(builder)
    read_pathways(builder, tables["pathways"])
    muscles = read_muscles(builder, tables["muscles"])
    reflexes = read_reflexes(builder, tables["reflexes"])
    spots = read_skin(builder, tables["skin"])
    add_dermatomes(builder)
    read_routes(builder, tables["routes"])
    _check_chains(builder)
    _check_pathways(builder, tables["pathways"])
    signs = _read_signs(builder, tables["signs"])
    sites = _read_sites(builder, tables["sites"]) | _expand_templates(builder, tables["templates"])
    sites = set_onsets(tables["onsets"], sites, builder.faults)
    sites = read_forms(builder, tables["forms"], sites, muscles)
    sites = read_incidence(builder, tables["incidence"], sites)
    roles = _read_motor_roles(builder, tables["motor_roles"])
    names = read_pathway_names(tables["pathway_names"], builder.faults)
    builder.faults.raise_if_any()
    functions = {key: tuple(routes) for key, routes in sorted(builder.functions.items())}
    row_sources = {row.where: tuple(row["source"].split()) for rows in tables.values() for row in rows}
    return Atlas(
        builder.structures,
        functions,
        muscles,
        reflexes,
        spots,
        signs,
        sites,
        roles,
        names,
        sources,
        row_sources,
        builder.dominant,
        {},
        {},
        silence=read_silence(builder, tables["silence"]),
    )


def _read_words_and_maps(atlas: Atlas, tables: Tables, faults: Faults) -> Atlas:
    """The anatomy with what is said of it: words and codes, places that are confused, territories and vertebrae."""
    items = build_items(atlas)
    umbrellas = read_umbrellas(items, tables["umbrellas"], faults)
    atlas = replace(atlas, umbrellas=umbrellas, mentions=read_mentions(items, tables["mentions"], faults))
    faults.raise_if_any()
    known = known_ids(atlas)
    registers = read_words(known, {name: tables[f"registers/{name}"] for name in REGISTER_TABLES}, faults)
    ontology = read_ontology(known, tables["ontology"], faults)
    pairs = _read_pairs(atlas, tables["pairs"], faults)
    territories = read_territories(atlas.structures, tables["vascular"], faults)
    vertebrae = read_vertebrae(tables["vertebrae"], faults)
    items = build_items(atlas)
    implications = read_implications(items, atlas.muscles, tables["implications"], faults)
    minimum = read_minimum(atlas.sites, {item.base for item in items.values()}, tables["minimum"], faults)
    defining = read_defining(atlas.sites, items, tables["defining"], faults)
    faults.raise_if_any()
    return replace(
        atlas,
        registers=registers,
        ontology=ontology,
        pairs=pairs,
        territories=territories,
        vertebrae=vertebrae,
        implications=implications,
        minimum=minimum,
        defining=defining,
    )


def _read_pairs(atlas: Atlas, rows: list[Row], faults: Faults) -> tuple[ConfusedPair, ...]:
    # Pairs are written for a dominant left hemisphere; with the right one, what has one side changes sides.
    turned = atlas.dominant is not Side.LEFT
    known = {
        f"{site.id}:{side.opposite if turned and len(site.sides) == 1 else side}"
        for site in atlas.sites.values()
        for side in site.sides
    }
    for row in rows:
        for column in ("first", "second"):
            if row[column] not in known:
                faults.add(row.where, f"unknown place {row[column]!r}{suggest(row[column], known)}")
        if row["stage"] not in MODELED_STAGES:
            faults.add(row.where, f"stage {row['stage']!r}; it is acute or chronic")
    good = [row for row in rows if row["stage"] in MODELED_STAGES]
    return tuple(ConfusedPair(row["first"], row["second"], Stage(row["stage"])) for row in good)


def _read_structures(builder: Builder, rows: list[Row]) -> None:
    for row in rows:
        if row["level"] not in STRUCTURE_LEVELS:
            builder.faults.add(row.where, f"unknown level {row['level']!r}{suggest(row['level'], STRUCTURE_LEVELS)}")
        if row["kind"] not in STRUCTURE_KINDS:
            builder.faults.add(row.where, f"unknown kind {row['kind']!r}{suggest(row['kind'], STRUCTURE_KINDS)}")
        for name in expand_ranges(row["id"]):
            last = name.rpartition(".")[2]
            segment = last if last in SEGMENT_INDEX else None
            if name in builder.structures:
                builder.faults.add(row.where, f"structure {name!r} stands twice")
            words = row["name"].replace("{k}", segment or "")
            builder.declared[name] = row.where
            builder.structures[name] = Structure(name, row["sides"] == "M", row["level"], row["kind"], words, segment)


def _check_pathways(builder: Builder, rows: list[Row]) -> None:
    for row in rows:
        if row["pathway"] not in builder.used_pathways:
            builder.faults.add(row.where, f"pathway {row['pathway']!r} is used by nothing; remove it")


def _check_chains(builder: Builder) -> None:
    """Every structure of a chain is declared with the right kind of side, and every structure serves something.

    A structure that many routes miss is one fault, at the first row that names it.
    """
    faults: dict[str, tuple[str, str]] = {}
    uses = _first_uses(builder)
    for key, where in uses.items():
        name, _, side = key.partition(":")
        structure = builder.structures.get(name)
        if name in faults:
            continue
        if structure is None:
            faults[name] = (where, f"unknown structure {name!r}{suggest(name, builder.structures)}")
        elif structure.midline is not (side == Side.MIDLINE):
            kind = "" if structure.midline else "not "
            faults[name] = (where, f"{name!r} is {kind}a midline structure")
    for where, what in faults.values():
        builder.faults.add(where, what)
    used = {key.partition(":")[0] for key in uses}
    for name in sorted(set(builder.structures) - used):
        where = builder.declared.get(name, "structures")
        builder.faults.add(where, f"{name!r} is used by no route; remove it or add the route it serves")


def _first_uses(builder: Builder) -> dict[str, str]:
    """The row that names each structure key first."""
    uses: dict[str, str] = {}
    for function, routes in sorted(builder.functions.items()):
        for route, where in zip(routes, builder.origins[function], strict=True):
            for key, _ in route.chain:
                if key not in uses:
                    uses[key] = where
    return uses


def _read_signs(builder: Builder, rows: list[Row]) -> dict[str, Sign]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["item"], []).append(row)
    return {item: _read_sign(builder, item, group) for item, group in grouped.items()}


def _read_sign(builder: Builder, item: str, every: list[Row]) -> Sign:
    rows, sets = split_sets(every, builder.faults)
    first = every[0]
    midline = first["sides"] == "M"
    if first["value"] != "normal":
        builder.faults.add(
            first.where, f"the first row of {item!r} has the value {first['value']!r}; it should be normal"
        )
    causes = []
    for row in rows[1:]:
        side = Side.MIDLINE if midline else Side.RIGHT
        try:
            for term in parse_drive(row["drive"], side, builder.dominant):
                for factor in term.factors:
                    if factor.function not in builder.functions:
                        known = suggest(factor.function, builder.functions)
                        builder.faults.add(row.where, f"unknown function {factor.function!r}{known}")
        except InputError as error:
            builder.faults.add(row.where, str(error))
        sens, fp = (row.number(name, builder.faults) if row[name] else 0.0 for name in ("sens", "fp"))
        causes.append(Cause(row["value"], row["drive"], sens, fp, row["stage"]))
    values = tuple(dict.fromkeys(row["value"] for row in rows))
    wording: dict[str, str] = {}
    for row in every:
        wording.setdefault(row["value"], row["wording"])
    return Sign(item, midline, first["chart"], values, wording, tuple(causes), sets)


def _read_sites(builder: Builder, rows: list[Row]) -> dict[str, SiteFact]:
    sites: dict[str, SiteFact] = {}
    for row in rows:
        _add_site(builder, sites, row, row["id"], row["name"], row["structures"], None)
    return sites


def _expand_templates(builder: Builder, rows: list[Row]) -> dict[str, SiteFact]:
    sites: dict[str, SiteFact] = {}
    for row in rows:
        for part in row["segments"].split():
            try:
                segments = expand_ranges(f"[{part}]") if ".." in part else [part]
            except (InputError, KeyError):
                segments = [part]
            for segment in (text.lstrip(".") for text in segments):
                if segment not in SEGMENT_INDEX:
                    builder.faults.add(row.where, f"unknown segment {segment!r}")
                    continue
                words, structures = (at_segment(row[name], segment) for name in ("name", "structures"))
                _add_site(builder, sites, row, f"{row['id']}.{segment}", words, structures, segment)
    return sites


def _add_site(
    builder: Builder, sites: dict[str, SiteFact], row: Row, name: str, words: str, structures: str, segment: str | None
) -> None:
    faults = builder.faults
    if name in sites:
        faults.add(row.where, f"site {name!r} stands twice")
    level = cord_level(segment) if segment and row["level"] == "cord" else row["level"]
    sides = {"2": LATERAL, "M": (Side.MIDLINE,), "D": (builder.dominant,), "N": (builder.dominant.opposite,)}
    try:
        involvements = tuple(
            involved if structure == involved.structure else involved._replace(structure=structure)
            for involved in parse_involvements(structures)
            for structure in _matching(builder, row, involved.structure, involved.side)
        )
        sites[name] = SiteFact(
            name,
            sides[row["sides"]],
            Topic(row["topic"]),
            Level(level),
            words,
            involvements,
            row.number("prior", faults) if row["prior"] else 1.0,
            row["note"],
            segment,
            row.where,
        )
    except KeyError:
        faults.add(row.where, f"sides {row['sides']!r}; they should be 2, M, D or N")
    except ValueError as error:
        faults.add(row.where, str(error))


def _matching(builder: Builder, row: Row, pattern: str, side: str) -> list[str]:
    """The structures that a pattern of a site names; a fault if none, or if a side is missing."""
    known, matched = builder.structures, builder.patterns.matching(pattern)
    if not matched:
        builder.faults.add(row.where, f"unknown structure {pattern!r}{suggest(pattern, known)}")
    lateral = any(not known[name].midline for name in matched)
    if lateral and row["sides"] == "M" and side in ("", "i", "c", "m"):
        builder.faults.add(row.where, f"{pattern!r} needs a side in a site without sides; write :b, :R or :L")
    return matched


def _read_motor_roles(builder: Builder, rows: list[Row]) -> tuple[MotorRole, ...]:
    for row in rows:
        if any(f"{row['function']}:{side}" not in builder.functions for side in LATERAL):
            known = suggest(row["function"], {key.partition(":")[0] for key in builder.functions})
            builder.faults.add(row.where, f"unknown function {row['function']!r}{known}")
        for column, words in (("region", ROLE_REGIONS), ("class", ROLE_CLASSES)):
            if row[column] not in words:
                builder.faults.add(row.where, f"unknown {column} {row[column]!r}; it is one of {', '.join(words)}")
    return tuple(MotorRole(row["function"], row["region"], row["class"]) for row in rows)
