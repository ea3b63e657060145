"""What a mark says in words, and the sides of an item."""

from collections.abc import Mapping

import neuraxis

Cells = Mapping[str, neuraxis.Cell]

SIDES = {"right": "R", "left": "L"}
UNTESTED = neuraxis.Cell("not examined", "", neuraxis.State.NOT_EXAMINED)


def words_of(model: neuraxis.Model, item: str, cell: neuraxis.Cell) -> str:
    if cell.state == neuraxis.State.NOT_EXAMINED:
        name = name_of(model, item)
        return f"{name[:1].upper()}{name[1:]}: not examined"
    return neuraxis.word_finding(model, neuraxis.Finding(item, cell.value))


def name_of(model: neuraxis.Model, item: str) -> str:
    """What was asked. A sign goes by the words of its normal state, which alone would sound as if it had been found."""
    named = model.items[item]
    return f"{named.name}?" if named.name in named.wording.values() else named.name


def base_of(item: str) -> str:
    return item[:-2] if item.endswith((".R", ".L")) else item


def item_of(name: str, side: str) -> str:
    """The item that a table names: `eye.abd:i` is that of this side, `:c` of the other; without, it has no side."""
    base, _, whose = name.partition(":")
    other = "L" if side == "R" else "R"
    return f"{base}.{side if whose == 'i' else other}" if whose else base
