"""Which sites a generated case can have as its key, and why the others cannot."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from neuraxis.examination import Finding, is_abnormal
from neuraxis.generation.cases import LEAST_PRIOR
from neuraxis.generation.examinations import choose_examination
from neuraxis.generation.proofs import LEAST_ABNORMAL, is_proven
from neuraxis.generation.stories import possible_stages
from neuraxis.localization import localize
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Stage

LEVELS = (1, 2, 3)
ATTEMPTS = 6
HEALTHY = "healthy"


class Barrier(StrEnum):
    """Why a site is never the key of a generated case."""

    NO_LESION = "no lesion"
    CURIOSITY = "too rare to be drawn"
    FEW_SIGNS = "too few signs"
    NOT_SEPARABLE = "not separable"
    DOUBTFUL = "not proven to a pessimist"


@dataclass(frozen=True)
class Reach:
    """One site: whether a case was made for it, else what stood in the way and, if so, which place."""

    site: str
    name: str
    barrier: Barrier | None
    rival: Place | None = None

    @property
    def reached(self) -> bool:
        """Whether a provable case exists."""
        return self.barrier is None


def find_reach(model: Model, *, attempts: int = ATTEMPTS) -> tuple[Reach, ...]:
    """Every site, in atlas order. Draws are fixed by the site's name, so that the result is the same every time."""
    return tuple(_reach(model, site, attempts) for site in model.sites)


def _reach(model: Model, site: str, attempts: int) -> Reach:
    name, place = model.sites[site].name, model.places[f"{site}:{model.sites[site].sides[0]}"]
    if site == HEALTHY:
        return Reach(site, name, Barrier.NO_LESION)
    if place.prior < LEAST_PRIOR:
        return Reach(site, name, Barrier.CURIOSITY)
    failures: list[tuple[Barrier, Place | None]] = []
    for stage, level, findings in _draws(model, place, attempts):
        if is_proven(model, findings, stage, place.key, level):
            return Reach(site, name, None)
        failures.append(_failure(model, place, stage, findings))
    (barrier, rival), _ = Counter(failures).most_common(1)[0]
    return Reach(site, name, barrier, rival)


def _draws(model: Model, place: Place, attempts: int) -> Iterator[tuple[Stage, int, Sequence[Finding]]]:
    rng = random.Random(f"reach:{place.key}")
    for _ in range(attempts):
        for stage in possible_stages(model.atlas.sites[place.site].onsets):
            for level in LEVELS:
                yield stage, level, choose_examination(model, place, stage, level, rng).findings


def _failure(model: Model, place: Place, stage: Stage, findings: Sequence[Finding]) -> tuple[Barrier, Place | None]:
    if sum(is_abnormal(model.items, one) for one in findings) < LEAST_ABNORMAL:
        return Barrier.FEW_SIGNS, None
    ranked = localize(model, findings, stage, top=2).ranked
    rivals = [one for one in ranked if place not in one.members]
    if len(rivals) == len(ranked) or rivals[0].probability > 0.1:
        return Barrier.NOT_SEPARABLE, rivals[0].place
    return Barrier.DOUBTFUL, rivals[0].place


def write_reach(found: Sequence[Reach]) -> Iterator[str]:
    """The result as a page of Markdown, line by line."""
    reached = [one for one in found if one.reached]
    yield "# Sites that generated cases reach"
    yield ""
    yield "Made by `python -m neuraxis reach`; do not edit."
    yield ""
    yield (
        f"{len(reached)} of {len(found)} sites ({len(reached) / len(found):.0%}) can be the key of a generated case, "
        "one whose findings leave a single answer class. The others:"
    )
    yield ""
    yield "| site | name | why not | nearest rival |"
    yield "|---|---|---|---|"
    for one in found:
        if one.barrier is not None:
            yield f"| {one.site} | {one.name} | {one.barrier} | {one.rival.name if one.rival else ''} |"
    yield ""
    yield "No lesion: the healthy patient. Too rare to be drawn: a curiosity, kept for the library and for answers."
    yield f"Too few signs: fewer than {LEAST_ABNORMAL} abnormal findings."
    yield "Not separable: another place keeps too large a share whatever is examined."
    yield "Not proven to a pessimist: the rival comes too near when every finding is trusted less."
