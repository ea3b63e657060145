"""Every item of the examination, made from the muscles, reflexes, skin spots and signs of the atlas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from neuraxis.examination import UNSIDED, Item, Kind
from neuraxis.knowledge.facts import Atlas, Reflex, Sign, Spot, Umbrella
from neuraxis.vocabulary import LATERAL, SEGMENTS, Side

MRC = tuple("012345")
WEAK = {"weak": MRC[:5]}
REFLEX = tuple("01234")
SKIN = ("normal", "reduced", "absent")
GRADED = ("normal", "mild", "severe")
LIMB_REGIONS = {
    "arm.p": "proximal arm",
    "arm.d": "distal arm and hand",
    "leg.p": "proximal leg",
    "leg.d": "distal leg and foot",
}
SIDE_WORDS = {Side.RIGHT: "right ", Side.LEFT: "left ", Side.MIDLINE: ""}
REFLEX_WORDS = {"0": "absent", "1": "reduced (1+)", "2": "normal (2+)", "3": "brisk (3+)", "4": "very brisk (4+)"}
TONE_VALUES = ("normal", "spastic", "flaccid", "rigid")
INCREASED = {"increased": ("spastic", "rigid")}
UNSIDED_VALUES = ("normal", "one", "both")
# What says of a finding that it stands on this side.
THIS_SIDE = re.compile(r" (?:on|of|to) this (?:side|hemifield)")
LAST_LEVEL = "S4"
_PARTS = (
    "eye|ear|hand|arm|leg|foot|fingers|toes|shoulder|upper arm|forearm|thigh|calf|lower face|upper face|face|jaw|palate"
    "|tongue|sternocleidomastoid|trapezius|thenar|hypothenar|temporal field|front of the tongue"
)
BODY_PART = re.compile(rf"(?<= at the )|(?<=\bthe )(?=(?:{_PARTS})\b)")
RELEASE_SIGNS = {
    "hoffmann": ("Hoffmann sign", "absent", "present"),
    "clonus": ("ankle clonus", "absent", "present"),
    "invsup": ("inverted supinator reflex", "absent", "present"),
}


def build_items(atlas: Atlas) -> dict[str, Item]:
    """Items by id (`str.apb.R`), in charting order: power, tone, reflexes, sensation, signs; last the umbrellas."""
    made = [
        *_strength(atlas),
        *_tone(),
        *(_reflex(reflex, side) for reflex in atlas.reflexes.values() for side in LATERAL),
        *_plantar_and_release_signs(),
        *_skin(atlas.spots.values()),
        *_sensory_levels(),
        *(item for sign in atlas.signs.values() for item in _sign(sign)),
    ]
    items = {item.id: item for item in made}
    for item in made:
        if item.base in atlas.mentions:
            items[item.id] = replace(item, mentions=_mentions(atlas.mentions[item.base], item.side, items))
    for umbrella in atlas.umbrellas.values():
        items |= {item.id: item for item in _umbrella(umbrella, items)}
    return items


def _make(
    base: str, side: Side, kind: Kind, values: tuple[str, ...], normal: str, chart: str, name: str,
    wording: Mapping[str, str], family: str, sets: Mapping[str, tuple[str, ...]] | None = None,
) -> Item:  # fmt: skip
    suffix = "" if side is Side.MIDLINE else f".{side}"
    words = {value: place_side(text, side) for value, text in wording.items()}
    return Item(
        f"{base}{suffix}", base, side, kind, values, normal, chart, name, place_side(name, side), words, dict(wording),
        f"{family}{suffix}", sets or {},
    )  # fmt: skip


def place_side(text: str, side: Side) -> str:
    """`text` said of one side of the patient: "ptosis" as "right ptosis", "ataxia of the arm" as "of the right arm"."""
    if side is Side.MIDLINE:
        return text
    text, bracket, rest = text.partition(" (")
    return f"{_place_side(text, SIDE_WORDS[side].strip())}{bracket}{rest}"


def _place_side(text: str, word: str) -> str:
    if "this " in text:
        return text.replace("this side", f"the {word} side").replace("this ", f"the {word} ")
    if BODY_PART.search(text):
        return BODY_PART.sub(f"{word} ", text, count=1)
    return f"{text} on the {word}" if text.startswith("no ") else f"{word} {text}"


def _strength(atlas: Atlas) -> Iterator[Item]:
    for side in LATERAL:
        for region, words in LIMB_REGIONS.items():
            wording = {grade: f"{words} {grade}/5" for grade in MRC} | {"weak": f"{words} weak, no grade stated"}
            yield _make(
                f"reg.{region}", side, Kind.REGION_STRENGTH, MRC, "5", "strength", words, wording, f"power.{region}",
                WEAK,
            )  # fmt: skip
    for muscle in atlas.muscles.values():
        for side in LATERAL:
            wording = {grade: f"{muscle.name} {grade}/5" for grade in MRC}
            wording["weak"] = f"{muscle.name} weak, no grade stated"
            name = f"{muscle.name} ({muscle.action})"
            yield _make(
                f"str.{muscle.id}", side, Kind.STRENGTH, MRC, "5", "strength", name, wording, f"power.{muscle.region}",
                WEAK,
            )  # fmt: skip


def _tone() -> Iterator[Item]:
    for limb in ("arm", "leg"):
        for side in LATERAL:
            wording = {value: f"{limb} tone {value}" for value in TONE_VALUES}
            wording["increased"] = f"{limb} tone increased, kind not stated"
            yield _make(
                f"tone.{limb}", side, Kind.TONE, TONE_VALUES, "normal", "tone", f"{limb} tone", wording,
                f"tone.{limb}", INCREASED,
            )  # fmt: skip


def _reflex(reflex: Reflex, side: Side) -> Item:
    if reflex.superficial:
        wording = {"normal": f"{reflex.name} present", "abnormal": f"{reflex.name} absent"}
        return _make(
            f"sup.{reflex.id}", side, Kind.SUPERFICIAL, ("normal", "abnormal"), "normal", "reflexes", reflex.name,
            wording, f"superficial.{reflex.id}",
        )  # fmt: skip
    wording = {grade: f"{reflex.name} {text}" for grade, text in REFLEX_WORDS.items()}
    limb = "arm" if min(SEGMENTS.index(root) for root in reflex.roots) < SEGMENTS.index("T2") else "leg"
    return _make(f"dtr.{reflex.id}", side, Kind.TENDON, REFLEX, "2", "reflexes", reflex.name, wording, f"reflex.{limb}")


def _plantar_and_release_signs() -> Iterator[Item]:
    for side in LATERAL:
        plantar = {
            "flexor": "plantar response flexor",
            "mute": "plantar response mute",
            "extensor": "plantar response extensor",
        }
        yield _make(
            "plantar", side, Kind.PLANTAR, tuple(plantar), "flexor", "reflexes", "plantar response", plantar, "plantar"
        )
        for base, (name, no, yes) in RELEASE_SIGNS.items():
            wording = {"normal": f"{name} {no}", "abnormal": f"{name} {yes}"}
            yield _make(base, side, Kind.RELEASE, ("normal", "abnormal"), "normal", "reflexes", name, wording, base)


def _skin(spots: Iterable[Spot]) -> Iterator[Item]:
    for spot in spots:
        for modality, words in (("pin", "pinprick"), ("touch", "light touch")):
            for side in LATERAL:
                wording = {value: f"{words} {value} at the {spot.description}" for value in SKIN}
                yield _make(
                    f"sens.{modality}.{spot.id}", side, Kind.SKIN, SKIN, "normal", "sensation",
                    f"{spot.description}, {words}", wording, f"skin.{modality}.{spot.lamina}",
                )  # fmt: skip


def _sensory_levels() -> Iterator[Item]:
    values = ("none", *SEGMENTS[1 : SEGMENTS.index(LAST_LEVEL) + 1])
    wording = {value: f"sensory level to pin at {value}" for value in values} | {"none": "no sensory level to pin"}
    wording["abnormal"] = "sensory level to pin, height not stated"
    for side in LATERAL:
        yield _make(
            "senslevel", side, Kind.LEVEL, values, "none", "sensation", "sensory level to pin", wording, "senslevel",
            {"abnormal": values[1:]},
        )  # fmt: skip


def _sign(sign: Sign) -> Iterator[Item]:
    kinds: dict[tuple[str, ...], Kind] = {GRADED: Kind.GRADED, SKIN: Kind.SKIN}
    kind = Kind.SYMPTOM if sign.chart == "history" else kinds.get(sign.values, Kind.SIGN)
    for side in (Side.MIDLINE,) if sign.midline else LATERAL:
        yield _make(
            sign.item, side, kind, sign.values, "normal", sign.chart, sign.wording["normal"], sign.wording, sign.item,
            sign.sets,
        )  # fmt: skip


def _mentions(bases: Iterable[str], side: Side, items: Mapping[str, Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.family for base in bases for one in _covered(items, base, side)))


def _umbrella(umbrella: Umbrella, items: Mapping[str, Item]) -> Iterator[Item]:
    if umbrella.sides == UNSIDED:
        yield _unsided(umbrella, items)
        return
    for side in LATERAL if umbrella.sides == "2" else (Side.MIDLINE,):
        members = tuple(
            (item, tuple(value for told in values for value in item.meant(told)) or _abnormal(item))
            for base, values in umbrella.members.items()
            for item in _covered(items, base, side)
        )
        item = _make(
            umbrella.item, side, Kind.UMBRELLA, ("normal", "abnormal"), "normal", umbrella.chart,
            umbrella.wording["normal"], umbrella.wording, umbrella.item,
        )  # fmt: skip
        yield replace(item, members=members)


def _covered(items: Mapping[str, Item], base: str, side: Side) -> list[Item]:
    """The items of a base that an umbrella on this side covers; one in the midline covers both sides."""
    sides = LATERAL if side is Side.MIDLINE else (side,)
    return [items[key] for key in (base, *(f"{base}.{one}" for one in sides)) if key in items]


def _abnormal(item: Item) -> tuple[str, ...]:
    return tuple(value for value in item.values if value != item.normal)


def _unsided(umbrella: Umbrella, items: Mapping[str, Item]) -> Item:
    """An item of two sides whose side is not stated: on neither, on one, on both; abnormal means on one or both."""
    base = umbrella.item
    right, left = (items[f"{base}.{side}"] for side in LATERAL)
    counted = umbrella.members[base] or _abnormal(right)
    told = THIS_SIDE.sub("", right.plain[told_value(right, counted)]).replace("this ", "the ")
    wording = {
        "normal": f"{THIS_SIDE.sub('', right.plain[right.normal]).replace('this ', 'the ')}, both sides",
        "one": f"{told}, on one side that is not stated",
        "both": f"{told}, on both sides",
        "abnormal": f"{told}, side not stated",
    }
    item = _make(
        f"{base}.{UNSIDED}", Side.MIDLINE, Kind.UMBRELLA, UNSIDED_VALUES, "normal", right.chart, right.label, wording,
        f"{base}.{UNSIDED}", {"abnormal": ("one", "both")},
    )  # fmt: skip
    return replace(item, members=((right, counted), (left, counted)))


def told_value(item: Item, values: tuple[str, ...]) -> str:
    """The one value that says what any of these says."""
    return next((name for name, meant in item.sets.items() if meant == values), values[0])
