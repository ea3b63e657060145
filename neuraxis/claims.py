"""Every fact of the atlas as a claim that a clinician can sign, and the signed list read back.

A claim is a row in one plain sentence, with a stamp of its text: a verdict on a text that has changed since is stale.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from neuraxis.book.words import Words, percent, roots
from neuraxis.knowledge import ATLAS_FOLDER, Atlas
from neuraxis.knowledge.atlas import COLUMNS
from neuraxis.knowledge.onsets import NO_MECHANISM
from neuraxis.knowledge.tables import Faults, Row, read_table
from neuraxis.knowledge.umbrellas import ANY
from neuraxis.vocabulary import LEVEL_NAMES, MOTOR_CLASS_NAMES, InputError, Level, MotorClass, suggest

HEADER = ("id", "stamp", "claim", "sources", "name", "date", "verdict")
SIDES = {
    "2": "there is one on each side",
    "M": "it is single, for the midline or both sides",
    "D": "it is in the dominant hemisphere",
    "N": "it is in the non-dominant hemisphere",
}
LAMINAE = {"arm": "arm", "hand": "hand", "trunk": "trunk", "leg": "leg", "sac": "sacral segments"}
# The book sets sides and ids apart by Markdown; a sheet does not.
PLAIN = str.maketrans("", "", "`*")
STAGES = {"": "At any stage", "acute": "In the first days", "chronic": "After weeks"}


class State(StrEnum):
    """What has become of a claim in a signed list."""

    SIGNED = "signed"
    REFUSED = "refused"
    STALE = "stale"
    UNKNOWN = "unknown"


VERDICTS = {"right": State.SIGNED, "wrong": State.REFUSED}


@dataclass(frozen=True)
class Claim:
    """One row of the atlas. `id` is table and key, as in `muscles:apb`; `sources` are keys of the bibliography."""

    id: str
    text: str
    sources: tuple[str, ...]

    @property
    def stamp(self) -> str:
        """Twelve hex digits that change with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Signature:
    """One verdict, read back. `remark` is what the signer wrote after it."""

    id: str
    name: str
    date: date
    state: State
    remark: str


def list_claims(atlas: Atlas, folder: Path = ATLAS_FOLDER) -> dict[str, Claim]:
    """Every claim by id, in the order of the tables. `atlas` is what was loaded from `folder`."""
    faults = Faults()
    tables = {name: read_table(folder, name, tuple(COLUMNS[name].split()), faults) for name in SENTENCES}
    faults.raise_if_any()
    words = Words(atlas, tables["structures"])
    claims: dict[str, Claim] = {}
    for table, rows in tables.items():
        seen: Counter[str] = Counter()
        for row in rows:
            if table == "signs" and (row["value"] == "normal" or ANY.match(row["drive"])):
                continue  # only says how the normal finding, or one of unstated kind, is worded
            key = _key(table, row)
            seen[key] += 1
            name = f"{table}:{key}" + (f"#{seen[key]}" if seen[key] > 1 else "")
            text = " ".join(SENTENCES[table](words, row).translate(PLAIN).split())
            claims[name] = Claim(name, text, tuple(row["source"].split()))
    return claims


def _key(table: str, row: Row) -> str:
    if table == "signs":
        return f"{row['item']}={row['value']}" + (f"/{row['stage']}" if row["stage"] else "")
    return next(iter(row.values()))


def _structure(_: Words, row: Row) -> str:
    name = row["name"].replace("{k}", "each segment")
    level = LEVEL_NAMES.get(Level(row["level"]), "") if row["level"] in list(Level) else "spinal cord"
    where = row["id"].partition("[")[2].rstrip("]").replace("..", " to ")
    return (
        f"{name[:1].upper()}{name[1:]} ({row['kind']}): its level is {level.lower()}; {SIDES[row['sides']]}"
        f"{f'; from {where}' if where else ''}."
    )


def _route(words: Words, row: Row) -> str:
    return (
        f"The function {words.function(row['function'])} is served, with a share of {percent(row['weight'])}, by "
        f"{words.chain(row['chain'])}; {SIDES[row['sides']]}."
    )


def _pathway(words: Words, row: Row) -> str:
    return (
        f"The pathway {row['pathway']} runs, with a share of {percent(row['weight'])}, by {words.chain(row['chain'])}."
    )


def _muscle(words: Words, row: Row) -> str:
    return (
        f"The {row['name']} ({row['action']}, region {row['region']}) {_supply(words, row)} {_upper(row)} "
        f"{percent(row['pyramidal'])} of its power needs the corticospinal tract. Its axons are {row['length']} cm "
        f"long; in muscle disease it counts as {percent(row['proximal'])} proximal."
    )


def _reflex(words: Words, row: Row) -> str:
    return f"The {row['name']} ({row['kind']}) {_supply(words, row)} {_upper(row)} Its arc is {row['length']} cm long."


def _spot(words: Words, row: Row) -> str:
    return (
        f"The skin of the {row['description']} {_supply(words, row)} Its axons are {row['length']} cm long; its "
        f"pathway runs with that of the {LAMINAE[row['lamina']]}."
    )


def _supply(words: Words, row: Row) -> str:
    return f"is supplied by {roots(row['roots'])}, on the way {words.supply(row['chain'])}."


def _upper(row: Row) -> str:
    uncrossed = percent(row["uncrossed"])
    return (
        f"Its upper motor neurons run with those of the {LAMINAE[row['column']]}; the uncrossed ones weigh {uncrossed}."
    )


def _site(words: Words, row: Row) -> str:
    name = row["name"].replace("{k}", f"each of {row['segments']}") if "segments" in row else row["name"]
    note = f" ({row['note']})" if row["note"] else ""
    return (
        f"A lesion of the place “{name}”{note} interrupts {words.involved(row['structures'])}. Level: "
        f"{row['level'].replace('_', ' ')}; {SIDES[row['sides']]}; teaching weight {row['prior'] or '1'}."
    )


def _sign(words: Words, row: Row) -> str:
    drive = words.drive(row["drive"]) or "the same loss as the milder value"
    sens = f"in {percent(row['sens'])} when that is lost completely" if row["sens"] else "graded by the loss itself"
    chance = f", and in {percent(row['fp'])} when nothing is wrong" if row["fp"] else ""
    return f"{STAGES[row['stage']]}, the sign “{row['wording']}” comes from loss of {drive}: {sens}{chance}."


def _role(words: Words, row: Row) -> str:
    kind = MOTOR_CLASS_NAMES[MotorClass(row["class"])].lower()
    return f"Loss of {words.function(row['function'])} counts as {kind} in the region {row['region']}."


def _name(_: Words, row: Row) -> str:
    return f"The functions that begin with {row['prefix']} belong to the {row['pathway']}, which {row['crossing']}."


def _onset(_: Words, row: Row) -> str:
    said = [f"begins in this time: {row['onsets'].replace(' ', ' or ')}"]
    said += [f"is met in the {row['stages']} stage only"] if row["stages"] else []
    said += [f"is met at the ages {row['ages']}" + (f" in a {row['sex']}" if row["sex"] else "")] if row["ages"] else []
    brought = [one.rpartition(":")[2] for one in row["mechanisms"].split() if one != NO_MECHANISM]
    said += [f"may be brought on by {' or '.join(dict.fromkeys(brought))}"] if brought else []
    said += [f"is first noticed by {', then '.join(row['first'].split())}"] if row["first"] else []
    where = row["pattern"].replace("*", "…").replace(" ", ", ")
    return f"Unless said otherwise, disease at the sites {where} {'; '.join(said)}."


def _territory(words: Words, row: Row) -> str:
    """Every territory says what it feeds always, and what at times."""
    parts = row["structures"].split()
    always = [words.structure(one) for one in parts if not one.endswith("?")]
    sometimes = [words.structure(one.removesuffix("?")) for one in parts if one.endswith("?")]
    rest = f"; at times also {'; '.join(sometimes)}" if sometimes else ""
    name = f"{row['name'][:1].upper()}{row['name'][1:]}"
    return f"{name} feeds: {'; '.join(always)}{rest}. Usual picture: {row['picture']}."


def _vertebra(_: Words, row: Row) -> str:
    landmark = {"spine": "spinous process", "body": "body"}[row["landmark"]]
    return f"Behind the {landmark} of {row['vertebra']} lies cord segment {row['segments'].replace('..', ' to ')}."


def _implication(words: Words, row: Row) -> str:
    told = "; or ".join(" together with ".join(terms) for terms in words.excluded(row.where))
    return f"No patient shows {told}; for {row['why']}."


def _minimum(_: Words, row: Row) -> str:
    where = row["sites"].replace("*", "…").replace(" ", ", ").replace("topic:", "of the topic ")
    return f"An examination at the sites {where} includes at least {row['items'].replace(' ', ', ')}."


def _form(words: Words, row: Row) -> str:
    structures = words.involved(" ".join(part for part in row["structures"].split() if "@" not in part))
    groups = ", ".join(
        part.replace("@", "every muscle of the region ") for part in row["structures"].split() if "@" in part
    )
    whole = " and ".join(filter(None, (structures, groups)))
    form = f"“{row['form']}”, weight {row['weight']}"
    return f"The place {row['site']} is also met in the form {form}: it interrupts {whole}."


def _incidence(_: Words, row: Row) -> str:
    return f"Among the places of all levels these are {row['incidence']} answers: {row['sites'].replace(' ', ', ')}."


def _silence(_: Words, row: Row) -> str:
    told = "which the patient complains of unasked" if row["told"] else "which is found on examination"
    return (
        f"That nothing is said of the part “{row['group']}”, {told}, happens {row['unsaid']} times as often when it is "
        "abnormal as when it is normal."
    )


def _defining(_: Words, row: Row) -> str:
    where = row["sites"].replace("*", "…").replace(" ", ", ")
    return f"The syndrome of the sites {where} is known, where it was examined, by {row['item']} {row['values']}."


SENTENCES: Mapping[str, Callable[[Words, Row], str]] = {
    "structures": _structure,
    "routes": _route,
    "pathways": _pathway,
    "pathway_names": _name,
    "muscles": _muscle,
    "reflexes": _reflex,
    "skin": _spot,
    "sites": _site,
    "templates": _site,
    "signs": _sign,
    "motor_roles": _role,
    "onsets": _onset,
    "vascular": _territory,
    "vertebrae": _vertebra,
    "implications": _implication,
    "minimum": _minimum,
    "forms": _form,
    "incidence": _incidence,
    "silence": _silence,
    "defining": _defining,
}


def write_claims(claims: Iterable[Claim]) -> str:
    """The list to sign: one claim a line, columns by tabs, empty places for name, date and verdict."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter="\t", lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((claim.id, claim.stamp, claim.text, " ".join(claim.sources), "", "", "") for claim in claims)
    return sheet.getvalue()


def read_signatures(claims: Mapping[str, Claim], text: str) -> list[Signature]:
    """Every verdict of a signed list; lines without one are passed over. Raises InputError with every fault.

    A verdict is `right`, or `wrong` with what would be right after a colon.
    """
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines(), delimiter="\t"))
    if not rows or tuple(cell.strip() for cell in rows[0]) != HEADER:
        raise InputError([f"the first line should name the columns: {', '.join(HEADER)}"])
    faults: list[str] = []
    found = [one for number, row in enumerate(rows[1:], start=2) for one in _read(claims, number, row, faults)]
    if faults:
        raise InputError(faults)
    return found


def _read(claims: Mapping[str, Claim], number: int, row: list[str], faults: list[str]) -> Iterator[Signature]:
    if not any(cell.strip() for cell in row):
        return
    if len(row) != len(HEADER):
        faults.append(f"line {number}: {len(row)} cells; a line has {len(HEADER)}")
        return
    name, stamp, _, _, signer, day, said = (cell.strip() for cell in row)
    if not (signer or day or said):
        return
    verdict, _, remark = said.partition(":")
    state = VERDICTS.get(verdict.strip().lower())
    if state is None:
        faults.append(f"line {number}: verdict {said!r} should be {' or '.join(VERDICTS)}{suggest(verdict, VERDICTS)}")
    if not signer:
        faults.append(f"line {number}: {name} has a verdict but no name")
    when = _day(day)
    if when is None:
        faults.append(f"line {number}: date {day!r} should be written as 2026-01-31")
    if state is not None and when is not None:
        yield Signature(name, signer, when, _current(claims.get(name), stamp, state), remark.strip())


def _current(claim: Claim | None, stamp: str, state: State) -> State:
    """The verdict, unless the claim is gone or no longer says what was signed."""
    if claim is None:
        return State.UNKNOWN
    return state if claim.stamp == stamp else State.STALE


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def report(claims: Mapping[str, Claim], signatures: Iterable[Signature]) -> list[str]:
    """What to look at, one line each, then the counts."""
    signatures = list(signatures)
    told = [
        f"{one.state:8} {one.id}  {one.name}, {one.date}" + (f": {one.remark}" if one.remark else "")
        for one in signatures
        if one.state is not State.SIGNED
    ]
    counted = Counter(one.state for one in signatures)
    signed = {one.id for one in signatures if one.state is State.SIGNED}
    counts = ", ".join(f"{counted[state]} {state}" for state in State)
    return [*told, f"{counts}; {len(signed)} of {len(claims)} claims are signed"]
