"""The words of one thing on one side, in the registers beside the student's. An empty text: the student's holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from neuraxis.examination import Item
from neuraxis.knowledge.facts import Atlas, SiteFact, Words
from neuraxis.knowledge.items import told_value
from neuraxis.vocabulary import Side

SILENT = Words("", "")
# End organs are worded by what they end on: one row for each kind.
ORGAN_FAMILIES = ("axs.pin", "axs.rx", "axs", "axm", "nmj", "mus")
# What stands on both sides is said of both at once; without sides, no text asks for one.
_SIDE_WORDS = {Side.RIGHT: "right", Side.LEFT: "left", Side.MIDLINE: "right and left", Side.NONE: ""}
# How many sides a finding stands on whose side is not stated.
UNSIDED_WORDS = {"one": "one side", "abnormal": "one side or both"}
_CORD_PARTS = {"C": "neck", "T": "chest", "L": "lower", "S": "lowest"}
# Without a side, "on the {side}" is on one side, "the {side} half" is one half, and "the {side} eye" is the eye.
_ONE = re.compile(r"the \{side\}(?: (side|half)\b|(?=$|[,:]| (?:that|where|with|for|of)\b))")


def family(name: str, segment: str | None) -> str:
    """The id without its segment: one row of words serves all segments."""
    return name.removesuffix(f".{segment}") if segment else name


def lineage(name: str) -> list[str]:
    """An id and all that it belongs to: `sens.pin.c6f`, `sens.pin`, `sens`."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def site_words(atlas: Atlas, site: SiteFact, side: Side | None) -> Words:
    """What a site is called on `side`; without a side when None."""
    words = atlas.registers["sites"].get(family(site.id, site.segment), SILENT)
    return _fill(words, side, _segment_words(site.segment))


def structure_words(atlas: Atlas, name: str, side: Side) -> Words:
    """What a structure is called on `side`; end organs are called after what they end on."""
    table, structure = atlas.registers["structures"], atlas.structures[name]
    words = table.get(name) or table.get(family(name, structure.segment))
    if words is not None:
        return _fill(words, side, _segment_words(structure.segment))
    for organ in ORGAN_FAMILIES:
        end = name.removeprefix(f"{organ}.")
        if end != name and organ in table:
            return _fill(_named(table[organ], _end_words(atlas, organ, end)), side, {})
    return SILENT


def item_words(atlas: Atlas, item: Item) -> Words:
    """What an item of the examination is called."""
    if item.is_unsided:
        return _item_words(atlas, item.members[0][0], None)
    return _item_words(atlas, item, item.side)


def _item_words(atlas: Atlas, item: Item, side: Side | None) -> Words:
    table = atlas.registers["items"]
    words = next((table[name] for name in lineage(item.base) if name in table), SILENT)
    return _fill(_named(words, _subject(atlas, item)), side, {})


def value_words(atlas: Atlas, item: Item, value: str, side: Side) -> Words:
    """The finding in words; for one that stands on both sides, `side` is the midline."""
    if item.is_unsided:
        return _unsided_words(atlas, item, value)
    return _value_words(atlas, item, value, side)


def _unsided_words(atlas: Atlas, item: Item, value: str) -> Words:
    """What is told with its side, without it."""
    member, counted = item.members[0]
    told = member.normal if value == item.normal else told_value(member, counted)
    if value not in UNSIDED_WORDS:
        return _value_words(atlas, member, told, Side.MIDLINE)
    clinician, lay = _value_words(atlas, member, told, None)
    sides = UNSIDED_WORDS[value]
    where = "" if "one side" in lay else f", on {sides}"
    return Words(
        clinician and f"{clinician.replace('one side', sides)} ({sides}, not stated which)",
        lay and f"{lay.replace('one side', sides)}{where}, which side is not said",
    )


def _value_words(atlas: Atlas, item: Item, value: str, side: Side | None) -> Words:
    table = atlas.registers["values"]
    keys = (f"{name}={one}" for name in lineage(item.base) for one in (value, "*"))
    words = next((table[key] for key in keys if key in table), SILENT)
    return _fill(_named(words, _subject(atlas, item)), side, {"value": value})


def _subject(atlas: Atlas, item: Item) -> Words:
    """The muscle, the reflex or the skin that an item tests; else the item's own words."""
    group, _, last = item.base.rpartition(".")
    organ = {"str": "axm", "dtr": "axs.rx", "sup": "axs.rx", "sens.pin": "axs", "sens.touch": "axs"}.get(group, "")
    found = _end_words(atlas, organ, last)
    return atlas.registers["items"].get(item.base, SILENT) if found is SILENT else found


def _end_words(atlas: Atlas, organ: str, end: str) -> Words:
    if organ in ("axm", "nmj", "mus") and end in atlas.muscles:
        return _or_student(atlas.registers["muscles"].get(end, SILENT), atlas.muscles[end].name)
    if organ == "axs.rx" and end in atlas.reflexes:
        return _or_student(atlas.registers["reflexes"].get(end, SILENT), atlas.reflexes[end].name)
    if organ in ("axs", "axs.pin") and end in atlas.spots:
        return _or_student(atlas.registers["skin"].get(end, SILENT), atlas.spots[end].description)
    return SILENT


def _or_student(words: Words, name: str) -> Words:
    return Words(words.clinician or f"{{side}} {name}", words.lay or f"{{side}} {name}")


def _named(words: Words, name: Words) -> Words:
    return Words(words.clinician.replace("{name}", name.clinician), words.lay.replace("{name}", name.lay))


def _segment_words(segment: str | None) -> dict[str, str]:
    return {"k": segment, "part": _CORD_PARTS[segment[0]]} if segment else {}


def _fill(words: Words, side: Side | None, names: Mapping[str, str]) -> Words:
    return Words(_fill_text(words.clinician, side, names), _fill_text(words.lay, side, names))


def _fill_text(text: str, side: Side | None, names: Mapping[str, str]) -> str:
    for name, word in names.items():
        text = text.replace(f"{{{name}}}", word)
    if side is None:
        text = _ONE.sub(lambda match: f"one {match[1] or 'side'}", text)
        return text.replace(", {side}", "").replace("{side} ", "")
    return text.replace("{side}", _SIDE_WORDS[side])
