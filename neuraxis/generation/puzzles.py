"""Questions about findings: which one is unreliable, which decide, which would a lesion cause."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from neuraxis.examination import Finding, Kind, is_abnormal
from neuraxis.generation.cases import GeneratedCase, GenerationError, generate
from neuraxis.generation.proofs import stand
from neuraxis.localization import localize
from neuraxis.network import lesion_at
from neuraxis.simulation import simulate
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Reading, Stage, Topic, modeled

ATTEMPTS = 30
# Taking the odd finding away must help at least this much more than taking any other (nats).
PROVEN_BY = 1.5
EXPECTED, NOT_EXPECTED = 0.7, 0.06
PREDICTED_EACH = 4


@dataclass(frozen=True)
class OddOneOut:
    """A case with one unreliable finding: `odd` stands in the case's findings, `true` is what it replaced."""

    case: GeneratedCase
    odd: Finding
    true: Finding


@dataclass(frozen=True)
class Prediction:
    """A lesion and findings to judge: `expected` holds those that the lesion causes, the rest it does not."""

    place: str
    stage: Stage
    offered: tuple[Finding, ...]
    expected: tuple[Finding, ...]


def make_odd_one_out(model: Model, seed: int, *, topic: Topic | None = None) -> OddOneOut:
    """A case in which exactly one finding does not belong, proven: without it, and only without it, all fits.

    Raises GenerationError when no such case was found.
    """
    rng = random.Random(f"neuraxis odd:{seed}")
    for attempt in range(ATTEMPTS):
        base = generate(model, rng.getrandbits(48) + attempt, topic=topic, difficulty=1)
        candidates = [one for one in base.findings if model.items[one.item].kind is not Kind.LEVEL]
        true = rng.choice(candidates)
        odd = _contradict(model, base, true)
        if odd is None:
            continue
        shown = tuple(odd if one is true else one for one in base.findings)
        if stand(model, shown, base.stage, base.key).first and _stands_out(model, shown, base, odd):
            case = GeneratedCase(
                base.seed, base.stage, shown, base.key, base.difficulty, base.topic, base.story, base.model_version
            )
            return OddOneOut(case, odd, true)
    raise GenerationError(["no case with one provably odd finding was found; choose another topic"])


def _contradict(model: Model, base: GeneratedCase, true: Finding) -> Finding | None:
    """Another value that the key makes very unlikely."""
    item = model.items[true.item]
    expected = simulate(model, [lesion_at(model.atlas, model.places[base.key])], base.stage, items=[item.id])[item.id]
    value = min(expected, key=lambda one: expected[one])
    return Finding(item.id, value) if expected[value] < NOT_EXPECTED and value != true.value else None


def _stands_out(model: Model, shown: Sequence[Finding], base: GeneratedCase, odd: Finding) -> bool:
    """Without the odd finding the fit improves clearly more than without any other."""
    gains = {}
    for one in shown:
        rest = [other for other in shown if other is not one]
        gains[one] = localize(model, rest, base.stage, reading=Reading.EXAM, top=1).fit_z
    others = [gain for one, gain in gains.items() if one is not odd]
    return gains[odd] >= max(others) + PROVEN_BY


def decisive_findings(model: Model, findings: Sequence[Finding], stage: Stage, key: str) -> tuple[Finding, ...]:
    """The smallest set of findings, found greedily, that alone still puts the key's class first and alone.

    Findings are given up one by one, those first whose loss costs least; what remains is needed.
    """
    kept = list(findings)
    while True:
        trials = [(stand(model, [x for x in kept if x is not one], stage, key, Reading.EXAM), one) for one in kept]
        possible = [(standing.share, at) for at, (standing, _) in enumerate(trials) if standing.alone]
        if not possible or len(kept) <= 1:
            return tuple(kept)
        kept.pop(max(possible)[1])


def make_prediction(model: Model, seed: int, *, topic: Topic | None = None) -> Prediction:
    """A lesion with findings that it causes and findings that it does not, in mixed order."""
    rng = random.Random(f"neuraxis predict:{seed}")
    base = generate(model, rng.getrandbits(48), topic=topic)
    lesion = lesion_at(model.atlas, model.places[base.key])
    simulated = simulate(model, [lesion], base.stage)
    healthy = simulate(model, [], base.stage)
    caused: list[Finding] = []
    spared: list[Finding] = []
    families: set[str] = set()
    for key in rng.sample(list(model.items), len(model.items)):
        item = model.items[key]
        value = max((v for v in item.values if v != item.normal), key=lambda v: simulated[key][v])
        changed = 1 - simulated[key][item.normal]
        if item.kind is Kind.REGION_STRENGTH or item.family in families:
            continue
        if changed >= EXPECTED and healthy[key][item.normal] > 1 - EXPECTED / 2 and len(caused) < PREDICTED_EACH:
            caused.append(Finding(key, value))
            families.add(item.family)
        elif changed <= NOT_EXPECTED and len(spared) < PREDICTED_EACH and _is_near(model, base, key):
            spared.append(Finding(key, value))
            families.add(item.family)
    offered = rng.sample([*caused, *spared], len(caused) + len(spared))
    return Prediction(base.key, modeled(base.stage), tuple(offered), tuple(caused))


def _is_near(model: Model, base: GeneratedCase, item: str) -> bool:
    """Findings of the same parts of the examination make fair distractors."""
    charts = {model.items[one.item].chart for one in base.findings if is_abnormal(model.items, one)}
    return model.items[item].chart in charts
