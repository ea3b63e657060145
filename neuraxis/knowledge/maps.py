"""Two maps beside the pathways: which artery feeds what, and which segments lie behind a vertebra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neuraxis.knowledge.chains import Patterns, expand_ranges
from neuraxis.knowledge.facts import Structure, Territory, Vertebra
from neuraxis.knowledge.tables import Faults, Row
from neuraxis.vocabulary import SEGMENT_INDEX, InputError, segment_range, suggest

MAP_COLUMNS = {
    "vascular": "id name structures picture source",
    "vertebrae": "vertebra segments landmark source",
}
VERTEBRAE = tuple(
    f"{part}{number}" for part, count in (("C", 7), ("T", 12), ("L", 5)) for number in range(1, count + 1)
)
LANDMARKS = ("spine", "body")
INCONSTANT = "?"


def read_territories(structures: Mapping[str, Structure], rows: Iterable[Row], faults: Faults) -> dict[str, Territory]:
    """Every artery by id, with the structures that it feeds always and sometimes."""
    territories: dict[str, Territory] = {}
    patterns = Patterns(structures)
    for row in rows:
        if row["id"] in territories:
            faults.add(row.where, f"artery {row['id']!r} stands twice")
        always: dict[str, None] = {}
        sometimes: dict[str, None] = {}
        for text in row["structures"].split():
            kept = sometimes if text.endswith(INCONSTANT) else always
            kept.update(dict.fromkeys(_matching(patterns, text.removesuffix(INCONSTANT), row.where, faults)))
        territories[row["id"]] = Territory(
            row["id"], row["name"], tuple(always), tuple(one for one in sometimes if one not in always), row["picture"]
        )
    return territories


def _matching(patterns: Patterns, text: str, where: str, faults: Faults) -> list[str]:
    """The structures that a name, a family `cord.dc.*` or a range `cord.ah.[T9..S5]` stands for."""
    try:
        names = expand_ranges(text)
    except InputError as error:
        faults.add(where, str(error))
        return []
    found: list[str] = []
    for name in names:
        matched = patterns.matching(name)
        if not matched:
            faults.add(where, f"unknown structure {name!r}{suggest(name, patterns.names)}")
        found += matched
    return found


def read_vertebrae(rows: Iterable[Row], faults: Faults) -> tuple[Vertebra, ...]:
    """The segments behind every vertebra, by landmark, from above down."""
    found: dict[tuple[str, str], Vertebra] = {}
    for row in rows:
        name, landmark = row["vertebra"], row["landmark"]
        if name not in VERTEBRAE:
            faults.add(row.where, f"unknown vertebra {name!r}{suggest(name, VERTEBRAE)}")
        if landmark not in LANDMARKS:
            faults.add(row.where, f"unknown landmark {landmark!r}; it is one of {', '.join(LANDMARKS)}")
        if (name, landmark) in found:
            faults.add(row.where, f"{landmark} of {name} stands twice")
        found[name, landmark] = Vertebra(name, landmark, _segments(row, faults))
    return tuple(found.values())


def _segments(row: Row, faults: Faults) -> tuple[str, ...]:
    first, dots, last = row["segments"].partition("..")
    last = last if dots else first
    for name in dict.fromkeys((first, last)):
        if name not in SEGMENT_INDEX:
            faults.add(row.where, f"unknown segment {name!r}")
            return ()
    if SEGMENT_INDEX[first] > SEGMENT_INDEX[last]:
        faults.add(row.where, f"{first} lies below {last}; write the upper segment first")
        return ()
    return tuple(segment_range(first, last))
