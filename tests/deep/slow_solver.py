"""The same question answered slowly: loops over plain numbers, no arrays, nothing of the fast path.

It takes the parsed facts (atlas, items, response parameters) and does the rest itself: the lesions of a place, the
network, every response, the reading of silence, the answer classes and the posterior.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from neuraxis.examination import Finding, Item
from neuraxis.knowledge import Atlas

Extent = dict[str, float]
Lost = dict[str, float]
Row = tuple[float, ...]
Parameters = Mapping[str, Any]

# Twice the logarithm of three: the rule of docs/adr/0009, stated here on its own.
ALIKE = 2 * math.log(3)
SMALLEST = 1e-4
WHOLE = 0.9995
OPPOSITE = {"R": "L", "L": "R"}
PARTS = "ulnp"
FACTOR = re.compile(r"(?P<negated>not\()?\s*(?P<name>[\w.]+):(?P<side>\w)\)?\s*(?:\*\s*(?P<gain>[\d.]+))?$")


class SlowSolver:
    """Every lesion of every place of an atlas, examined item by item."""

    def __init__(self, atlas: Atlas, items: Mapping[str, Item], parameters: Parameters) -> None:
        self.atlas, self.items, self.parameters = atlas, items, parameters
        self.dominant = str(atlas.dominant)
        self.places = [f"{site.id}:{side}" for site in atlas.sites.values() for side in site.sides]
        self._routes = _routes_by_structure(atlas)
        self._regions = _muscles_by_region(atlas)
        nodes = [(place, *node) for place in self.places for node in self.lesions(place)]
        self.row_places = [place for place, _, _ in nodes]
        self.row_weights = [weight for _, _, weight in nodes]
        self.row_lost = [self.deficits(extent) for _, extent, _ in nodes]
        self._needs = {key: self._functions_of(item) for key, item in items.items()}
        self._tables: dict[tuple[str, str, float | None], list[Row]] = {}
        self._silence: dict[str, dict[str, list[float]]] = {}
        self._classes: dict[str, list[int]] = {}
        self._health: dict[str, dict[str, Row]] = {}

    # -- lesions and network

    def lesions(self, place: str) -> list[tuple[Extent, float]]:
        """The lesions that a place stands for, with their shares: a lopsided one without a side in both images."""
        written = [
            self._extent(place, threshold, severity)
            for threshold in (1 / 6, 1 / 2, 5 / 6)
            for severity in (0.6, 0.85, 1.0)
        ]
        name, _, side = place.rpartition(":")
        is_lopsided = side == "M" and any(one.side in OPPOSITE for one in self.atlas.sites[name].structures)
        images = written + [turned(extent) for extent in written] if is_lopsided else written
        found: list[tuple[Extent, float]] = []
        for extent in images:
            twin = next((at for at, (other, _) in enumerate(found) if other == extent), None)
            if twin is None:
                found.append((extent, 1 / len(images)))
            else:
                found[twin] = (extent, found[twin][1] + 1 / len(images))
        return found

    def _extent(self, place: str, threshold: float, severity: float) -> Extent:
        name, _, side = place.rpartition(":")
        extent: Extent = {}
        for involved in self.atlas.sites[name].structures:
            if involved.probability < threshold:
                continue
            structure = self.atlas.structures[involved.structure]
            cut = min(1.0, self._cut(involved.severity, structure.length, structure.proximal) * severity)
            sides = ["M"] if structure.midline else self._sides(involved.side, side)
            for one in sides:
                key = f"{involved.structure}:{one}"
                extent[key] = max(cut, extent.get(key, 0.0))
        return extent

    def _sides(self, mark: str, side: str) -> list[str]:
        if mark in ("", "i"):
            return [side]
        if mark == "c":
            return [OPPOSITE[side]]
        if mark == "b":
            return ["R", "L"]
        return {"R": ["R"], "L": ["L"], "D": [self.dominant], "N": [OPPOSITE[self.dominant]]}[mark]

    @staticmethod
    def _cut(severity: float | tuple[str, tuple[float, ...]], length: float, proximal: float) -> float:
        if isinstance(severity, float):
            return severity
        profile, numbers = severity
        if profile == "length":
            return numbers[0] / (1 + math.exp((numbers[1] - length) / numbers[2]))
        if profile == "proximal":
            return float(numbers[0] * proximal ** numbers[1])
        return float(numbers[0] + numbers[1] * proximal)

    def deficits(self, extent: Extent) -> Lost:
        """The functions that a lesion touches, each with its deficit."""
        touched = dict.fromkeys(name for key in extent for name in self._routes.get(key, ()))
        lost: Lost = {}
        for function in touched:
            routes = self.atlas.functions[function]
            whole = sum(route.weight for route in routes)
            left = 0.0
            for route in routes:
                open_share = route.weight
                gains: dict[str, float] = {}
                for structure, gain in route.chain:
                    gains[structure] = max(gain, gains.get(structure, 0.0))
                for structure, gain in gains.items():
                    open_share *= 1 - min(WHOLE, gain * extent.get(structure, 0.0))
                left += open_share
            lost[function] = min(1.0, max(0.0, 1 - left * max(1.0, 1 / whole)))
        return lost

    # -- responses

    def probabilities(self, item: Item, lost: Lost, stage: str, shift: float | None = None) -> Row:
        """P(value) of one item; `shift` is the patient's own briskness of reflexes."""
        answer: dict[str, Callable[[], Sequence[float]]] = {
            "strength": lambda: self._grade("strength", 6, self._weakness(item.base[4:], item.side, lost)),
            "region_strength": lambda: self._grade("strength", 6, self._mean_weakness(item, lost)),
            "tendon": lambda: self._tendon(item, lost, stage, shift),
            "superficial": lambda: self._superficial(item, lost),
            "plantar": lambda: self._plantar(item.side, lost, stage),
            "tone": lambda: self._tone(item, lost, stage),
            "release": lambda: self._release(item, lost, stage),
            "skin": lambda: self._grade("skin", 3, self._skin_loss(item, lost)),
            "graded": lambda: self._grade("graded", 3, self._first_drive(item, lost)),
            "level": lambda: self._level(item, lost),
            "sign": lambda: self._sign(item, lost, stage),
        }
        floored = [max(p, SMALLEST) for p in answer[item.kind]()]
        return tuple(p / sum(floored) for p in floored)

    def _weakness(self, muscle: str, side: str, lost: Lost) -> float:
        upper, lower, junction, fibers = (lost.get(f"{part}.{muscle}:{side}", 0.0) for part in PARTS)
        needs, drive = self.atlas.muscles[muscle].pyramidal, lost.get(f"bs.{muscle}:{side}", 0.0)
        return 1 - (1 - needs * upper - (1 - needs) * drive) * (1 - lower) * (1 - junction) * (1 - fibers)

    def _mean_weakness(self, item: Item, lost: Lost) -> float:
        muscles = self._regions[item.base[4:]]
        return sum(self._weakness(muscle, item.side, lost) for muscle in muscles) / len(muscles)

    def _grade(self, block: str, grades: int, loss: float) -> list[float]:
        return self._cut_grades(block, grades, line(self.parameters[block]["knots"], loss))

    def _cut_grades(self, block: str, grades: int, latent: float) -> list[float]:
        sd, odd = self.parameters[block]["sd"], self.parameters[block]["contamination"]
        below = [0.0, *(normal_cdf((grade + 0.5 - latent) / sd) for grade in range(grades - 1)), 1.0]
        return [(1 - odd) * (high - low) + odd / grades for low, high in pairwise(below)]

    def _upper(self, deficit: float) -> float:
        return line(self.parameters["upper"]["knots"], deficit)

    def _tendon(self, item: Item, lost: Lost, stage: str, shift: float | None) -> list[float]:
        p, reflex = self.parameters["tendon"], f"{item.base[4:]}:{item.side}"
        arc, upper, brain = (lost.get(f"{part}.{reflex}", 0.0) for part in ("a", "u.rx", "ub.rx"))
        room = line(p["room"], arc)
        if stage == "chronic":
            change = p["rise"] * self._upper(upper)
        else:
            cord = max(upper - brain, 0.0)
            change = -(p["shock_brain_fall"] * brain + p["shock_cord_fall"] * line(p["shock_cord"], cord))
        latent = 2 - line(p["loss"], arc) + room * change
        if shift is not None:
            return self._cut_grades("tendon", 5, latent + shift)
        mixed = [0.0] * 5
        for extra, share in p["briskness"]:
            for grade, q in enumerate(self._cut_grades("tendon", 5, latent + extra)):
                mixed[grade] += share * q
        return mixed

    def _superficial(self, item: Item, lost: Lost) -> list[float]:
        p, reflex = self.parameters["superficial"], f"{item.base[4:]}:{item.side}"
        arc, upper = lost.get(f"a.{reflex}", 0.0), self._upper(lost.get(f"u.rx.{reflex}", 0.0))
        absent = p["absent_normal"] + p["gain"] * any_of([p["arc"] * arc, p["upper"] * upper])
        return [1 - absent, absent]

    def _plantar(self, side: str, lost: Lost, stage: str) -> list[float]:
        p = self.parameters["plantar"]
        upper, brain = lost.get(f"u.ehl:{side}", 0.0), lost.get(f"ub.ehl:{side}", 0.0)
        toe, flexors = (any_of(lost.get(f"{part}.{m}:{side}", 0.0) for part in "lnp") for m in ("ehl", "toeflex"))
        sole, cord = lost.get(f"aff.sole:{side}", 0.0), max(upper - brain, 0.0)
        if stage == "chronic":
            rise, shock = p["chronic"] * self._upper(upper), 0.0
        else:
            rise = max(p["acute_brain"] * self._upper(brain), p["acute_cord"] * self._upper(cord))
            shock = p["mute_shock"] * line(self.parameters["tendon"]["shock_cord"], cord)
            sole = max(sole, min(lost.get(f"s.touch.sole:{side}", 0.0), cord))
        extensor = (p["false_positive"] + rise) * (1 - toe) * (1 - sole)
        blocked = any_of([p["mute_blocked"] * max(sole, flexors), shock])
        mute = (1 - extensor) * max(p["mute_normal"], blocked)
        return [1 - extensor - mute, mute, extensor]

    def _tone(self, item: Item, lost: Lost, stage: str) -> list[float]:
        p, side, limb = self.parameters["tone"], item.side, item.base[5:]
        muscles = self._regions[f"{limb}.p"] + self._regions[f"{limb}.d"]

        def mean(part: str, names: Sequence[str]) -> float:
            return sum(lost.get(f"{part}.{name}:{side}", 0.0) for name in names) / len(names)

        upper, lower, brain = mean("u", muscles), mean("l", muscles), mean("ub", muscles)
        arc = mean("a", ("biceps", "triceps") if limb == "arm" else ("knee", "ankle"))
        slack = p["flaccid"] * self._upper(any_of([lower, p["arc_share"] * arc]))
        if stage == "chronic":
            spastic = p["spastic"] * self._upper(upper * (1 - lower))
        else:
            cord = max(upper - brain, 0.0)
            spastic = p["acute_spastic"] * upper
            shocked = p["acute_flaccid_cord"] * self._upper(cord), p["acute_flaccid_brain"] * self._upper(brain)
            slack = any_of([slack, *shocked])
        rigid = p["rigid"] * lost.get(f"parkins:{side}", 0.0)
        return compete([max(cause, p["false_positive"] / 3) for cause in (spastic, slack, rigid)])

    def _release(self, item: Item, lost: Lost, stage: str) -> list[float]:
        p, side = self.parameters[item.base], item.side
        reflex = {"clonus": "ankle"}.get(item.base, "fingflex")
        drive = self._upper(lost.get(f"u.rx.{reflex}:{side}", 0.0)) * (1 - lost.get(f"a.{reflex}:{side}", 0.0))
        if item.base == "invsup":
            drive *= min(1.0, line(self.parameters["tendon"]["loss"], lost.get(f"a.brachior:{side}", 0.0)) / 2)
        sens = p["sens"] if stage == "chronic" else p["sens"] * p["acute"]
        present = p["fp"] + (1 - p["fp"]) * sens * drive
        return [1 - present, present]

    def _skin_loss(self, item: Item, lost: Lost) -> float:
        if item.base in self.atlas.signs:
            return self._first_drive(item, lost)
        return lost.get(f"s.{item.base[5:]}:{item.side}", 0.0)

    def _level(self, item: Item, lost: Lost) -> list[float]:
        p, levels = self.parameters["level"], item.values[1:]
        gone = [lost.get(f"d.{segment}:{item.side}", 0.0) > p["threshold"] for segment in levels]
        floor = levels.index(p["caudal"])
        first = floor + 1
        while first > 0 and gone[first - 1]:
            first -= 1
        if floor + 1 - first < p["least_segments"]:
            return [1 - p["false_positive"], *([p["false_positive"] / len(levels)] * len(levels))]
        none = p["hemibody_none"] if first == 0 else p["none"]
        found = [none, *([0.01 * (1 - none) / len(levels)] * len(levels))]
        for offset, share in p["offsets"]:
            found[1 + min(max(first + offset, 0), len(levels) - 1)] += share * (1 - none)
        return [q / sum(found) for q in found]

    def _sign(self, item: Item, lost: Lost, stage: str) -> list[float]:
        shown = []
        for value in item.values[1:]:
            causes = [one for one in self.atlas.signs[item.base].causes if one.value == value]
            shares = [
                cause.fp + (max(cause.sens, cause.fp) - cause.fp) * self._earned(item, cause.drive, lost)
                for cause in causes
                if cause.stage in ("", stage)
            ]
            shown.append(any_of(shares))
        return compete(shown)

    def _earned(self, item: Item, drive: str, lost: Lost) -> float:
        return line(self.parameters["sign"]["knots"], self._drive(drive, item.side, lost))

    def _first_drive(self, item: Item, lost: Lost) -> float:
        return self._drive(self.atlas.signs[item.base].causes[0].drive, item.side, lost)

    def _drive(self, text: str, side: str, lost: Lost) -> float:
        causes = []
        for factors, gain in read_drive(text):
            values = []
            for name, mark, negated, weight in factors:
                value = lost.get(f"{name}:{self._factor_side(mark, side)}", 0.0)
                values.append(weight * (1 - value if negated else value))
            causes.append(gain * min(values))
        return any_of(causes)

    def _factor_side(self, mark: str, side: str) -> str:
        if mark == "i":
            return side
        if mark == "c":
            return OPPOSITE.get(side, side)
        return {"m": "M", "D": self.dominant, "N": OPPOSITE[self.dominant]}.get(mark, mark)

    # -- tables: per item a row of probabilities for every lesion; untouched lesions share that of health

    def _functions_of(self, item: Item) -> set[str]:
        """Every function that may change an item, found by asking for each one and noting it."""

        class Asked(dict[str, float]):
            def get(self, key: str, default: Any = None) -> Any:
                self[key] = 0.0
                return default

        asked = Asked()
        for stage in ("acute", "chronic"):
            self.probabilities(item, asked, stage)
        return set(asked)

    def table(self, key: str, stage: str, shift: float | None = None) -> list[Row]:
        """Log P of every value of an item, per lesion."""
        at = (key, stage, shift)
        if at not in self._tables:
            item, needs = self.items[key], self._needs[key]
            health = logs(self.probabilities(item, {}, stage, shift))
            self._tables[at] = [
                health if needs.isdisjoint(lost) else logs(self.probabilities(item, lost, stage, shift))
                for lost in self.row_lost
            ]
        return self._tables[at]

    # -- scores

    def scores(self, findings: Sequence[Finding], stage: str, reading: str) -> list[float]:
        """Log likelihood of the findings for every lesion."""
        fine = {self.items[one.item].family for one in findings if self.items[one.item].kind == "strength"}
        used = [
            one
            for one in findings
            if self.items[one.item].kind != "region_strength" or self.items[one.item].family not in fine
        ]
        plain = [one for one in used if self.items[one.item].kind != "tendon"]
        tendons = [one for one in used if self.items[one.item].kind == "tendon"]
        temper = self.parameters["reading"]["temper"]
        total = [temper * value for value in self._sum(plain, stage, None)]
        if tendons:
            shifts = self.parameters["tendon"]["briskness"]
            sums = [(share, self._sum(tendons, stage, shift)) for shift, share in shifts]
            for row, value in enumerate(total):
                total[row] = value + log_sum(math.log(share) + temper * one[row] for share, one in sums)
        if reading == "vignette":
            mentioned = {self.items[one.item].family for one in findings} | self._beyond_testing(findings)
            for family, said in self._silences(stage).items():
                if family not in mentioned:
                    total = [value + more for value, more in zip(total, said, strict=True)]
        return total

    def _sum(self, findings: Sequence[Finding], stage: str, shift: float | None) -> list[float]:
        total = [0.0] * len(self.row_lost)
        for one in findings:
            at = self.items[one.item].values.index(one.value)
            total = [value + row[at] for value, row in zip(total, self.table(one.item, stage, shift), strict=True)]
        return total

    def _beyond_testing(self, findings: Sequence[Finding]) -> set[str]:
        """The families that an abnormal finding keeps from being tested."""
        families = set()
        for one in findings:
            item = self.items[one.item]
            for rule in self.parameters["reading"]["hidden"]:
                if one.value != item.normal and item.base in rule["by"]:
                    families |= {other.family for other in self.items.values() if other.base in rule["items"]}
        return families

    def _silences(self, stage: str) -> dict[str, list[float]]:
        if stage not in self._silence:
            p = self.parameters["reading"]
            families: dict[str, list[float]] = {}
            for key, item in self.items.items():
                if item.base in p["summary"]:
                    at = item.values.index(item.normal)
                    said = families.setdefault(item.family, [0.0] * len(self.row_lost))
                    for row, chances in enumerate(self.table(key, stage)):
                        normal = math.exp(chances[at])
                        unsaid = p["said_if_normal"] * normal + p["said_if_abnormal"] * (1 - normal)
                        said[row] += p["omission_weight"] * math.log(unsaid / p["said_if_normal"])
            self._silence[stage] = families
        return self._silence[stage]

    # -- answer classes and posterior

    def classes(self, stage: str) -> list[int]:
        """The class of every place: it joins the first whose members are all alike to it."""
        if stage not in self._classes:
            expected, health = self._expected(stage), self._health[stage]
            numbers: list[int] = []
            members: list[list[int]] = []
            for place in range(len(self.places)):
                home = next(
                    (
                        number
                        for number, others in enumerate(members)
                        if all(apart(expected[place], expected[other], health) < ALIKE for other in others)
                    ),
                    len(members),
                )
                if home == len(members):
                    members.append([])
                members[home].append(place)
                numbers.append(home)
            self._classes[stage] = numbers
        return self._classes[stage]

    def _expected(self, stage: str) -> list[dict[str, Row]]:
        """P(value) under every place, of the items that differ from health."""
        expected: list[dict[str, Row]] = [{} for _ in self.places]
        index = {place: at for at, place in enumerate(self.places)}
        for key, item in self.items.items():
            if item.kind == "region_strength":
                continue
            health = self.probabilities(item, {}, stage)
            sums = [[0.0] * len(item.values) for _ in self.places]
            touched = set()
            rows = zip(self.table(key, stage), self.row_lost, self.row_weights, self.row_places, strict=True)
            for row, lost, weight, place in rows:
                if not self._needs[key].isdisjoint(lost):
                    touched.add(index[place])
                for at, value in enumerate(row):
                    sums[index[place]][at] += weight * math.exp(value)
            for at in touched:
                expected[at][key] = tuple(max(p, 1e-5) for p in sums[at])
            self._health.setdefault(stage, {})[key] = health
        return expected

    def posterior(self, findings: Sequence[Finding], stage: str, reading: str) -> list[tuple[tuple[str, ...], float]]:
        """Answer classes (their places in atlas order) with their probability, best first."""
        numbers = self.classes(stage)
        by_place: dict[str, list[float]] = {}
        rows = zip(self.scores(findings, stage, reading), self.row_weights, self.row_places, strict=True)
        for score, weight, place in rows:
            by_place.setdefault(place, []).append(score + math.log(weight))
        logged = []
        for place, number in zip(self.places, numbers, strict=True):
            site = self.atlas.sites[place.rpartition(":")[0]]
            prior = site.prior / numbers.count(number)
            if stage == "acute" and not {"sudden", "days"} & set(site.onsets):
                prior *= self.parameters["reading"]["slow_in_first_days"]
            logged.append(math.log(prior) + log_sum(by_place[place]))
        whole = log_sum(logged)
        totals: dict[int, float] = {}
        for number, value in zip(numbers, logged, strict=True):
            totals[number] = totals.get(number, 0.0) + math.exp(value - whole)
        members: dict[int, tuple[str, ...]] = {}
        for number, place in zip(numbers, self.places, strict=True):
            members[number] = (*members.get(number, ()), place)
        return sorted(((members[number], p) for number, p in totals.items()), key=lambda pair: -pair[1])


def turned(extent: Extent) -> Extent:
    """The same lesion on the other side."""
    split = [(key.rpartition(":"), cut) for key, cut in extent.items()]
    return {f"{name}:{OPPOSITE.get(side, side)}": cut for (name, _, side), cut in split}


def apart(one: Mapping[str, Row], other: Mapping[str, Row], health: Mapping[str, Row]) -> float:
    """Symmetric divergence of two places, nats; items that neither touches count nothing. Stops once it is enough."""
    total = 0.0
    for key in one.keys() | other.keys():
        for p, q in zip(one.get(key, health[key]), other.get(key, health[key]), strict=True):
            total += (p - q) * math.log(p / q)
        if total >= ALIKE:
            break
    return total


def line(knots: Sequence[Sequence[float]], x: float) -> float:
    """The broken line through `knots`, flat beyond its ends."""
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]


def normal_cdf(z: float) -> float:
    """The share of a standard normal distribution below z."""
    return math.erfc(-z / math.sqrt(2)) / 2


def any_of(causes: Iterable[float]) -> float:
    """The chance that at least one of several independent causes acts."""
    quiet = 1.0
    for cause in causes:
        quiet *= 1 - cause
    return 1 - quiet


def compete(causes: Sequence[float]) -> list[float]:
    """Normal if no cause acts; else the values share the rest in proportion to their rates."""
    rates = [-math.log(1 - min(cause, 1 - 1e-9)) for cause in causes]
    normal = math.exp(-sum(rates))
    return [normal, *((1 - normal) * rate / max(sum(rates), 1e-12) for rate in rates)]


def logs(row: Row) -> Row:
    """The logarithm of every probability."""
    return tuple(math.log(p) for p in row)


def log_sum(values: Iterable[float]) -> float:
    """log of the sum of exponentials."""
    kept = list(values)
    top = max(kept)
    return top + math.log(sum(math.exp(value - top) for value in kept))


Factors = list[tuple[str, str, bool, float]]
_DRIVES: dict[str, list[tuple[Factors, float]]] = {}


def read_drive(text: str) -> list[tuple[Factors, float]]:
    """The terms of a drive: factors (name, side mark, negated, gain) of which the least counts, and a gain."""
    if text not in _DRIVES:
        _DRIVES[text] = [_read_term(term.strip()) for term in text.split("+")]
    return _DRIVES[text]


def _read_term(term: str) -> tuple[Factors, float]:
    if term.startswith("min("):
        inside, _, gain = term[4:].rpartition(")")
    else:
        inside, _, gain = term.partition("*")
    factors = []
    for part in inside.split(","):
        match = FACTOR.match(part.strip())
        assert match is not None, part
        factors.append((match["name"], match["side"], bool(match["negated"]), float(match["gain"] or 1)))
    return factors, float(gain.strip().lstrip("*").strip() or 1)


def _routes_by_structure(atlas: Atlas) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for function, routes in atlas.functions.items():
        for structure in dict.fromkeys(key for route in routes for key, _ in route.chain):
            found.setdefault(structure, []).append(function)
    return found


def _muscles_by_region(atlas: Atlas) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for muscle in atlas.muscles.values():
        found.setdefault(muscle.region, []).append(muscle.id)
    return found
