"""The responses of every kind of item. They see deficits only, never the site that caused them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from neuraxis.examination import Item, Kind
from neuraxis.knowledge import ATLAS_FOLDER, Atlas, Drive, parse_drive
from neuraxis.network import Network
from neuraxis.responses.curves import Array, Curve, Scale
from neuraxis.responses.sensory_level import sensory_level
from neuraxis.vocabulary import Side, Stage

SMALLEST = 1e-4
# The grade of an ordinary tendon reflex.
NORMAL_GRADE = 2
LIMBS = ("arm", "leg")
# Latent power below which a muscle is weak.
WEAK = 4.7
# What the shock of the first days changes; signs say so of themselves.
STAGED = frozenset((Kind.TENDON, Kind.PLANTAR, Kind.TONE, Kind.RELEASE))


def load_parameters(folder: Path = ATLAS_FOLDER) -> dict[str, Any]:
    """The response parameters as they stand in responses.toml."""
    # Only needed where no compiled model is kept.
    import tomllib

    return tomllib.loads((folder / "responses.toml").read_text(encoding="utf-8"))


class Deficits:
    """A table of deficits, one row per lesion, looked up by function and side."""

    def __init__(self, network: Network, rows: Array) -> None:
        self._network = network
        self.rows = rows

    def __call__(self, function: str, side: Side) -> Array:
        """The column of `function:side`."""
        column: Array = self.rows[:, self._network.function_index[f"{function}:{side}"]]
        return column

    def none(self) -> Deficits:
        """One row in which nothing is wrong."""
        return Deficits(self._network, np.zeros((1, self.rows.shape[1])))

    def key(self, key: str) -> Array:
        """The column of a function key."""
        column: Array = self.rows[:, self._network.function_index[key]]
        return column


class Responses:
    """Compiled response curves over one atlas. `probabilities` is the only door."""

    def __init__(self, atlas: Atlas, parameters: Mapping[str, Any]) -> None:
        self._atlas = atlas
        self._parameters = parameters
        strength, graded, skin, tendon = (parameters[name] for name in ("strength", "graded", "skin", "tendon"))
        self._strength_curve, self._graded_curve = Curve(strength["knots"]), Curve(graded["knots"])
        self._dense_curve = Curve(strength["dense"])
        self._skin_curve, self._sign_curve = Curve(skin["knots"]), Curve(parameters["sign"]["knots"])
        self._upper = Curve(parameters["upper"]["knots"])
        self._loss, self._room = Curve(tendon["loss"]), Curve(tendon["room"])
        self._shock = Curve(tendon["shock_cord"])
        self._strength_scale = Scale(6, strength["sd"], strength["contamination"], -1, 7)
        self._graded_scale = Scale(3, graded["sd"], graded["contamination"], -1, 3)
        self._skin_scale = Scale(3, skin["sd"], skin["contamination"], -1, 3)
        self._tendon_scale = Scale(5, tendon["sd"], tendon["contamination"], -4, 6)
        self._muscles_by_region = _group_by_region(atlas)
        self._drives: dict[tuple[str, str], Drive] = {}
        self._by_kind: dict[Kind, Callable[[Item, Deficits, Stage], Array]] = {
            Kind.STRENGTH: self._strength,
            Kind.REGION_STRENGTH: self._strength,
            Kind.TENDON: self._tendon,
            Kind.SUPERFICIAL: self._superficial,
            Kind.PLANTAR: self._plantar,
            Kind.TONE: self._tone,
            Kind.RELEASE: self._release,
            Kind.SKIN: self._skin,
            Kind.GRADED: self._graded,
            Kind.LEVEL: self._level,
            Kind.SIGN: self._sign,
            Kind.SYMPTOM: self._sign,
            Kind.UMBRELLA: self._umbrella,
        }

    def probabilities(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        """P(value) of one item per row of deficits, all above 0; shape (rows, values), each row sums to 1."""
        return _normalize(self._by_kind[item.kind](item, deficits, stage))

    def depends_on_stage(self, item: Item) -> bool:
        """Whether the item answers differently in the first days and later."""
        if item.kind in (Kind.SIGN, Kind.SYMPTOM):
            return any(cause.stage for cause in self._atlas.signs[item.base].causes)
        return item.kind in STAGED or any(self.depends_on_stage(member) for member, _ in item.members)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters of every response, as in responses.toml."""
        return self._parameters

    @property
    def reading(self) -> Mapping[str, Any]:
        """The parameters of reading an examination (block `reading`)."""
        reading: Mapping[str, Any] = self._parameters["reading"]
        return reading

    @property
    def briskness(self) -> tuple[tuple[float, float], ...]:
        """The reflex shifts that patients are born with: (grades, probability)."""
        return tuple((shift, p) for shift, p in self._parameters["tendon"]["briskness"])

    @property
    def grading(self) -> tuple[tuple[float, float], ...]:
        """By how much examiners grade the weakness of one patient higher or lower: (grades, probability)."""
        return tuple((shift, p) for shift, p in self._parameters["strength"]["grading"])

    def tendon_at(self, item: Item, deficits: Deficits, stage: Stage, shift: float) -> Array:
        """As `probabilities`, for a patient whose reflexes are all `shift` grades brisker."""
        return _normalize(self._tendon_scale(self._tendon_latent(item, deficits, stage) + shift))

    def weakness(self, muscle: str, side: Side, deficits: Deficits) -> Array:
        """Total loss of power of a muscle, 0..1, from all parts of its supply.

        Where the crossed supply of a limb is lost, what is left (the uncrossed fibers, the brainstem's drive) moves it
        no more: a dense hemiplegia.
        """
        fact = self._atlas.muscles[muscle]
        upper = deficits(f"u.{muscle}", side)
        kept = 1 - fact.pyramidal * upper - (1 - fact.pyramidal) * deficits(f"bs.{muscle}", side)
        if fact.region.startswith(LIMBS):
            kept = kept * (1 - self._dense_curve(upper / (1 - fact.uncrossed)))
        for part in ("l", "n", "p"):
            kept = kept * (1 - deficits(f"{part}.{muscle}", side))
        return 1 - kept

    def power_at(self, item: Item, deficits: Deficits, shift: float) -> Array:
        """As `probabilities` of a grade of power, for a patient whose weakness is graded `shift` grades higher."""
        own, limb = self._lost_power(item, deficits)
        loose = self._parameters["strength"]["limb"] if item.kind is Kind.REGION_STRENGTH else 0.0
        return _normalize((1 - loose) * self._graded_power(own, shift) + loose * self._graded_power(limb, shift))

    def _graded_power(self, lost: Array, shift: float) -> Array:
        """Probability of every grade; who is strong is not graded down with the rest."""
        latent = self._strength_curve(lost)
        return self._strength_scale(latent + shift * (latent < WEAK))

    def _lost_power(self, item: Item, deficits: Deficits) -> tuple[Array, Array]:
        """Loss of power, 0..1, of a muscle or the mean of a region's muscles; and of the weakest region of its limb."""
        name = item.base[4:]
        if item.kind is Kind.STRENGTH:
            own = self.weakness(name, item.side, deficits)
            return own, own
        limb, _, _ = name.partition(".")
        parts = {region: self._lost_by(region, item.side, deficits) for region in (f"{limb}.p", f"{limb}.d")}
        return parts[name], np.maximum.reduce(list(parts.values()))

    def _lost_by(self, region: str, side: Side, deficits: Deficits) -> Array:
        muscles = self._muscles_by_region[region]
        return np.asarray(np.mean([self.weakness(one, side, deficits) for one in muscles], axis=0))

    def _strength(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        mixed: Array = np.sum([p * self.power_at(item, deficits, shift) for shift, p in self.grading], axis=0)
        return mixed

    def _tendon(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        latent = self._tendon_latent(item, deficits, stage)
        parts = [p * self._tendon_scale(latent + shift) for shift, p in self.briskness]
        mixed: Array = np.sum(parts, axis=0)
        return mixed

    def _tendon_latent(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        p = self._parameters["tendon"]
        reflex, side = item.base[4:], item.side
        arc, upper = deficits(f"a.{reflex}", side), deficits(f"u.rx.{reflex}", side)
        if stage is Stage.CHRONIC:
            return np.asarray(NORMAL_GRADE - self._loss(arc) + self._room(arc) * p["rise"] * self._upper(upper))
        brain = deficits(f"ub.rx.{reflex}", side)
        cord = np.maximum(upper - brain, 0)
        fall = p["shock_brain_fall"] * brain + p["shock_cord_fall"] * self._shock(cord)
        return np.asarray(NORMAL_GRADE - self._loss(arc) - self._room(arc) * fall)

    def _superficial(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        p = self._parameters["superficial"]
        reflex, side = item.base[4:], item.side
        arc, upper = deficits(f"a.{reflex}", side), self._upper(deficits(f"u.rx.{reflex}", side))
        lost = 1 - (1 - p["arc"] * arc) * (1 - p["upper"] * upper)
        absent = p["absent_normal"] + p["gain"] * lost
        return np.stack([1 - absent, absent]).T

    def _plantar(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        p, side = self._parameters["plantar"], item.side
        upper, brain = deficits("u.ehl", side), deficits("ub.ehl", side)
        toe = _any(deficits(f"{part}.ehl", side) for part in "lnp")
        flexors = _any(deficits(f"{part}.toeflex", side) for part in "lnp")
        sole = deficits("aff.sole", side)
        if stage is Stage.CHRONIC:
            rise, shock = p["chronic"] * self._upper(upper), 0 * upper
        else:
            cord = np.maximum(upper - brain, 0)
            rise = np.maximum(p["acute_brain"] * self._upper(brain), p["acute_cord"] * self._upper(cord))
            shock = p["mute_shock"] * self._shock(cord)
            sole = np.maximum(sole, np.minimum(deficits("s.touch.sole", side), cord))  # cut across, shock is deepest
        extensor = (p["false_positive"] + rise) * (1 - toe) * (1 - sole)
        blocked = _any([p["mute_blocked"] * np.maximum(sole, flexors), shock])
        mute = (1 - extensor) * np.maximum(p["mute_normal"], blocked)
        return np.stack([1 - extensor - mute, mute, extensor]).T

    def _tone(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        p, side, limb = self._parameters["tone"], item.side, item.base[5:]
        muscles = [name for region in (f"{limb}.p", f"{limb}.d") for name in self._muscles_by_region[region]]
        upper, lower = (np.mean([deficits(f"{part}.{m}", side) for m in muscles], axis=0) for part in "ul")
        arcs = ("biceps", "triceps") if limb == "arm" else ("knee", "ankle")
        arc = np.mean([deficits(f"a.{reflex}", side) for reflex in arcs], axis=0)
        slack = p["flaccid"] * self._upper(_any([lower, p["arc_share"] * arc]))
        if stage is Stage.CHRONIC:
            spastic = p["spastic"] * self._upper(upper * (1 - lower))
        else:
            brain = np.mean([deficits(f"ub.{m}", side) for m in muscles], axis=0)
            cord = np.maximum(upper - brain, 0)
            spastic = p["acute_spastic"] * upper
            shock = (p["acute_flaccid_cord"] * self._upper(cord), p["acute_flaccid_brain"] * self._upper(brain))
            slack = _any([slack, *shock])
        rigid = p["rigid"] * deficits("parkins", side)
        return _compete([np.maximum(cause, p["false_positive"] / 3) for cause in (spastic, slack, rigid)])

    def _release(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        p, side = self._parameters[item.base], item.side
        reflex = "ankle" if item.base == "clonus" else "fingflex"
        drive = self._upper(deficits(f"u.rx.{reflex}", side)) * (1 - deficits(f"a.{reflex}", side))
        if item.base == "invsup":
            # The jerk itself is gone once it has lost the two grades of a normal reflex.
            drive = drive * np.minimum(self._loss(deficits("a.brachior", side)) / NORMAL_GRADE, 1)
        sens = p["sens"] * (1.0 if stage is Stage.CHRONIC else p["acute"])
        present = p["fp"] + (1 - p["fp"]) * sens * drive
        return np.stack([1 - present, present]).T

    def _skin(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        sign = self._atlas.signs.get(item.base)
        loss = (
            deficits(item.base.replace("sens.", "s.", 1), item.side)
            if sign is None
            else self._first_drive(item, deficits)
        )
        return self._skin_scale(self._skin_curve(loss))

    def _graded(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        return self._graded_scale(self._graded_curve(self._first_drive(item, deficits)))

    def _level(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        return sensory_level(item, deficits, self._parameters["level"])

    def _sign(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        abnormal = []
        for value in item.values[1:]:
            quiet = np.ones(len(deficits.rows))
            for cause in self._atlas.signs[item.base].causes:
                if cause.value == value and cause.stage in ("", stage):
                    drive = self._sign_curve(self._evaluate(item, cause.drive, deficits))
                    quiet = quiet * (1 - (cause.fp + (max(cause.sens, cause.fp) - cause.fp) * drive))
            abnormal.append(1 - quiet)
        return _compete(abnormal)

    def _umbrella(self, item: Item, deficits: Deficits, stage: Stage) -> Array:
        """Abnormal when a member is. What healthy people show of the members is the same noise, so it counts once."""
        shares = [self._share(member, counted, deficits, stage) for member, counted in item.members]
        if item.is_unsided:
            right, left = shares
            none, both = (1 - right) * (1 - left), right * left
            return np.stack([none, 1 - none - both, both]).T
        chances = [self._share(member, counted, deficits.none(), stage) for member, counted in item.members]
        quiet = [np.minimum((1 - p) / (1 - chance), 1) for p, chance in zip(shares, chances, strict=True)]
        normal = (1 - np.max(chances)) * np.prod(quiet, axis=0)
        return np.stack([normal, 1 - normal]).T

    def _share(self, item: Item, values: tuple[str, ...], deficits: Deficits, stage: Stage) -> Array:
        """The probability that an item has one of these values."""
        shares: Array = self.probabilities(item, deficits, stage)[:, [item.index(value) for value in values]].sum(
            axis=1
        )
        return shares

    def _first_drive(self, item: Item, deficits: Deficits) -> Array:
        return self._evaluate(item, self._atlas.signs[item.base].causes[0].drive, deficits)

    def _evaluate(self, item: Item, text: str, deficits: Deficits) -> Array:
        drive = self._drives.get((item.id, text))
        if drive is None:
            drive = self._drives[item.id, text] = parse_drive(text, item.side, self._atlas.dominant)
        quiet = np.ones(len(deficits.rows))
        for term in drive:
            factors = [
                factor.gain * (1 - deficits.key(factor.function) if factor.negated else deficits.key(factor.function))
                for factor in term.factors
            ]
            quiet = quiet * (1 - term.gain * np.min(factors, axis=0))
        return 1 - quiet


def _group_by_region(atlas: Atlas) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for muscle in atlas.muscles.values():
        groups.setdefault(muscle.region, []).append(muscle.id)
    return groups


def _any(causes: Any) -> Array:
    """Probability that at least one independent cause acts."""
    quiet: Any = 1.0
    for cause in causes:
        quiet = quiet * (1 - cause)
    return np.asarray(1 - quiet)


def _compete(abnormal: list[Array]) -> Array:
    """Mutually exclusive values from independent causes: normal only if none acts; else each by its strength."""
    rates = [-np.log1p(-np.minimum(p, 1 - 1e-9)) for p in abnormal]
    total = np.sum(rates, axis=0)
    normal = np.exp(-total)
    share = (1 - normal) / np.maximum(total, 1e-12)
    return np.stack([normal, *(rate * share for rate in rates)]).T


def _normalize(p: Array) -> Array:
    floored = np.maximum(p, SMALLEST)
    normalized: Array = floored / floored.sum(axis=1, keepdims=True)
    return normalized
