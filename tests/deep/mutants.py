"""Corrupted copies of the atlas, one row at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from neuraxis.knowledge import ATLAS_FOLDER
from neuraxis.vocabulary import neighbor

# Tables whose rows state anatomy, with what can go wrong in each.
FACTS = ("routes", "pathways", "muscles", "reflexes", "skin", "sites", "templates", "motor_roles", "structures")
TURNED = {"i": "c", "c": "i", "R": "L", "L": "R", "D": "N", "N": "D", "b": "R", "m": "R"}
WEAKER = 0.4
# Chains that list the points of one network, in no order.
UNORDERED = re.compile(
    r"cortex\.psv|movement\.psv|atx\.speech|atx\.trunk|vest\.|paltrem|cblind|bcr\.arc|bl\.sac|sph\.lmn"
)


@dataclass(frozen=True)
class Mutant:
    """One row with one thing wrong: `kind` says what, `text` is the whole file."""

    table: str
    file: str
    line: int
    row: str
    kind: str
    changed: str
    text: str


@dataclass(frozen=True)
class Fact:
    """One row of a table, by column, and where it stands; `alone` if no other row serves the same function."""

    table: str
    file: Path
    line: int
    cells: dict[str, str]
    alone: bool = False


def facts(folder: Path = ATLAS_FOLDER) -> list[Fact]:
    """Every row of every table of facts."""
    found = list(_read(folder))
    served = Counter((fact.table, next(iter(fact.cells.values()))) for fact in found)
    return [replace(fact, alone=served[fact.table, next(iter(fact.cells.values()))] == 1) for fact in found]


def _read(folder: Path) -> Iterator[Fact]:
    for table in FACTS:
        single = folder / f"{table}.psv"
        for file in [single] if single.exists() else sorted((folder / table).glob("*.psv")):
            header: list[str] = []
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
                if not line.strip() or line.lstrip().startswith("#"):
                    continue
                cells = [cell.strip() for cell in line.split("|")]
                if header:
                    yield Fact(table, file, number, dict(zip(header, cells, strict=True)))
                else:
                    header = cells


def mutants(fact: Fact) -> Iterator[Mutant]:
    """Every corruption that applies to a row."""
    lines = fact.file.read_text(encoding="utf-8").splitlines()
    for kind, column, corrupt in CORRUPTIONS[fact.table]:
        # A function of one route is whole at any weight up to 1; one of several has its reserve already.
        if (kind == "weight" and fact.alone) or (kind == "reserve" and not fact.alone):
            continue
        if kind == "order" and UNORDERED.search(f"{fact.file.name} {next(iter(fact.cells.values()))}"):
            continue
        changed = corrupt(fact.cells[column])
        if changed is not None and changed != fact.cells[column]:
            row = " | ".join({**fact.cells, column: changed}.values())
            text = "\n".join([*lines[: fact.line], row, *lines[fact.line + 1 :]]) + "\n"
            name = next(iter(fact.cells.values()))
            yield Mutant(fact.table, fact.file.name, fact.line + 1, name, kind, f"{column}: {changed}", text)


Corruption = tuple[str, str, Callable[[str], str | None]]


def _weaken(text: str) -> str | None:
    return f"{float(text) * WEAKER:g}"


def _double(text: str) -> str | None:
    """A single route is whole at any weight below 1; above 1 it has a reserve that does not exist."""
    return "2" if float(text) == 1 else None


def _turn_first(text: str) -> str | None:
    """The first sided structure on the other side."""
    return re.sub(r":([icRLDN])(?=\s|$)", lambda match: f":{TURNED[match[1]]}", text, count=1)


def _turn_last(text: str) -> str | None:
    matches = list(re.finditer(r":([icRLDN])(?=\s|$)", text))
    if len(matches) < 2:
        return None
    at = matches[-1]
    return f"{text[: at.start()]}:{TURNED[at[1]]}{text[at.end() :]}"


def _uncross(text: str) -> str | None:
    """The whole pathway on one side: the crossing is forgotten."""
    if not {":i", ":c"} <= set(re.findall(r":[ic](?=\s|$)", text)):
        return None
    return re.sub(r":c(?=\s|$)", ":i", text)


def _swap(text: str) -> str | None:
    """The first and the last structure of a chain change places."""
    parts = [part.strip() for part in text.split(">")]
    if len(parts) < 2:
        return None
    return " > ".join([parts[-1], *parts[1:-1], parts[0]])


def _swap_nerves(text: str) -> str | None:
    """The first and the last nerve of the first way change places."""
    first, *others = text.split(";")
    head, equals, chain = first.rpartition("=")
    parts = chain.split(">")
    if len(parts) < 2:
        return None
    return ";".join([head + equals + ">".join([parts[-1], *parts[1:-1], parts[0]]), *others])


def _drop_link(text: str) -> str | None:
    parts = [part.strip() for part in text.split(">")]
    return " > ".join(parts[:-1]) if len(parts) > 1 else None


def _shift_segment(text: str) -> str | None:
    """The first segment of a chain one lower."""
    match = re.search(r"(?<=[.\[])([CTLS]\d{1,2})(?=[\]*:\s.])(?!\.\.)", text) or re.search(
        r"(?<=\.\.)([CTLS]\d{1,2})", text
    )
    if match is None:
        return None
    return text[: match.start()] + neighbor(match[1], 2 if match[1] != "S5" else -2) + text[match.end() :]


def _swap_roots(text: str) -> str | None:
    """The greatest and the least weight change places; of roots that are nearly equal the first takes it all."""
    roots = [part.partition(":")[::2] for part in text.split()]
    if len(roots) < 2:
        return None
    weights = {root: float(weight or 1) for root, weight in roots}
    most, least = max(weights, key=lambda root: weights[root]), min(weights, key=lambda root: weights[root])
    if weights[most] - weights[least] < 0.15:
        most, least = roots[0][0], roots[-1][0]
        weights[most], weights[least] = weights[most] + weights[least] - 0.05, 0.05
    else:
        weights[most], weights[least] = weights[least], weights[most]
    return " ".join(f"{root}:{weight:g}" for root, weight in weights.items())


def _shift_root(row_text: str) -> str | None:
    """The lowest root becomes the next lower one (a fault of the loader unless the chain names no roots)."""
    last = row_text.split()[-1]
    root, _, weight = last.partition(":")
    lower = neighbor(root, 1)
    if lower == root:
        return None
    return " ".join([*row_text.split()[:-1], f"{lower}:{weight}" if weight else lower])


def _drop_last(text: str) -> str | None:
    parts = text.split()
    return " ".join(parts[:-1]) if len(parts) > 1 else None


def _drop_first(text: str) -> str | None:
    parts = text.split()
    return " ".join(parts[1:]) if len(parts) > 1 else None


def _turn_structure(text: str) -> str | None:
    """The first structure on the other side."""
    if not text:
        return None
    first, *others = text.split()
    match = re.search(r":([cbRL])", first)
    if match:
        turned = first[: match.start()] + {"c": "", "b": ":R", "R": ":L", "L": ":R"}[match[1]] + first[match.end() :]
    elif ":m" in first:
        return None
    else:
        turned = f"{first}:c"
    return " ".join([turned, *others])


def _other_class(text: str) -> str | None:
    return {"UMN": "LMN", "LMN": "UMN", "NMJ": "MUSCLE", "MUSCLE": "NMJ"}[text]


def _other_sides(text: str) -> str | None:
    return {"2": "M", "M": "2", "D": "N", "N": "D"}[text]


def _to_t6(text: str) -> str | None:
    """Every function leaves the cord at T6."""
    return re.sub(r"\{k(-\d)?\}\]", "T6]", text)


_SUPPLY: tuple[Corruption, ...] = (
    ("root weight", "roots", _swap_roots),
    ("segment", "roots", _shift_root),
    ("order", "chain", _swap_nerves),
)
_INVOLVED: tuple[Corruption, ...] = (
    ("drop", "structures", _drop_first),
    ("drop", "structures", _drop_last),
    ("side", "structures", _turn_structure),
)
_CHAIN: tuple[Corruption, ...] = (
    ("weight", "weight", _weaken),
    ("side", "chain", _turn_first),
    ("side", "chain", _turn_last),
    ("crossing", "chain", _uncross),
    ("order", "chain", _swap),
    ("link", "chain", _drop_link),
)
CORRUPTIONS: dict[str, tuple[Corruption, ...]] = {
    "routes": (*_CHAIN, ("reserve", "weight", _double), ("segment", "chain", _shift_segment)),
    "pathways": (*_CHAIN, ("segment", "chain", _to_t6)),
    "muscles": _SUPPLY,
    "reflexes": _SUPPLY,
    "skin": _SUPPLY,
    "sites": _INVOLVED,
    "templates": _INVOLVED,
    "motor_roles": (("class", "class", _other_class),),
    "structures": (("side", "sides", _other_sides),),
}
