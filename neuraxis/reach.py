"""Which sites a generated case can have as its key, and why the others cannot."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from neuraxis.chance import Chance
from neuraxis.examination import Finding, is_abnormal
from neuraxis.generation.cases import LEAST_PRIOR, generate
from neuraxis.generation.examinations import choose_examination
from neuraxis.generation.proofs import LEAST_ABNORMAL, is_proven
from neuraxis.localization import localize
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import Stage

LEVELS = (1, 2, 3)
ATTEMPTS = 6
HEALTHY = "healthy"
# Cases whose findings tell whether generation still does what it did when the page was written.
SAMPLED = 24


class Barrier(StrEnum):
    """Why a site is never the key of a generated case."""

    NO_LESION = "no lesion"
    CURIOSITY = "too rare to be drawn"
    FEW_SIGNS = "too few signs"
    NOT_SEPARABLE = "not separable"
    DOUBTFUL = "not proven to a pessimist"


@dataclass(frozen=True)
class Reach:
    """One site: whether a case was made with it as the key, else what stood in the way and, if so, which place.

    `alone` tells that no other site is the same answer in that case; `accepted`, of a site that is not reached, that
    it is the same answer as the key of another site's case and would earn full marks there.
    """

    site: str
    name: str
    barrier: Barrier | None
    rival: Place | None = None
    alone: bool = False
    accepted: bool = False

    @property
    def reached(self) -> bool:
        """Whether a provable case exists."""
        return self.barrier is None


def find_reach(model: Model, *, attempts: int = ATTEMPTS) -> tuple[Reach, ...]:
    """Every site, in atlas order. Draws are fixed by the site's name, so that the result is the same every time."""
    found, accepted = [], set[str]()
    for site in model.sites:
        one, answers = _reach(model, site, attempts)
        found.append(one)
        accepted |= answers
    return tuple(one if one.reached else replace(one, accepted=one.site in accepted) for one in found)


def _reach(model: Model, site: str, attempts: int) -> tuple[Reach, frozenset[str]]:
    """Whether a site is reached, and the sites that are the right answer in its case."""
    name, place = model.sites[site].name, model.places[f"{site}:{model.sites[site].sides[0]}"]
    if site == HEALTHY:
        return Reach(site, name, Barrier.NO_LESION), frozenset()
    if place.prior < LEAST_PRIOR:
        return Reach(site, name, Barrier.CURIOSITY), frozenset()
    failures: list[tuple[Barrier, Place | None]] = []
    for stage, level, findings in _draws(model, place, attempts):
        if is_proven(model, findings, stage, place.key, level):
            answers = frozenset(model.places[key].site for key in model.class_of(place.key, stage))
            return Reach(site, name, None, alone=answers == {site}), answers
        failures.append(_failure(model, place, stage, findings))
    (barrier, rival), _ = Counter(failures).most_common(1)[0]
    return Reach(site, name, barrier, rival), frozenset()


def _draws(model: Model, place: Place, attempts: int) -> Iterator[tuple[Stage, int, Sequence[Finding]]]:
    for attempt in range(attempts):
        for stage in model.atlas.sites[place.site].stages:
            for level in LEVELS:
                chance = Chance("reach", place.key, attempt, stage, level)
                yield stage, level, choose_examination(model, place, stage, level, chance).findings


def _failure(model: Model, place: Place, stage: Stage, findings: Sequence[Finding]) -> tuple[Barrier, Place | None]:
    if sum(is_abnormal(model.items, one) for one in findings) < LEAST_ABNORMAL:
        return Barrier.FEW_SIGNS, None
    ranked = localize(model, findings, stage, top=2).ranked
    rivals = [one for one in ranked if place not in one.members]
    if len(rivals) == len(ranked) or rivals[0].probability > 0.1:
        return Barrier.NOT_SEPARABLE, rivals[0].place
    return Barrier.DOUBTFUL, rivals[0].place


def stamp(model: Model) -> str:
    """The model and what generation makes of it, in short: the page is stale when this has changed."""
    drawn = [generate(model, seed) for seed in range(SAMPLED)]
    digest = hashlib.sha256(repr([(case.stage, case.key, case.findings) for case in drawn]).encode()).hexdigest()
    return f"model {model.version}, draws {digest[:12]}"


def write_reach(model: Model, found: Sequence[Reach]) -> Iterator[str]:
    """The result as a page of Markdown, line by line."""
    reached = [one for one in found if one.reached]
    accepted = [one for one in found if one.accepted]
    alone = sum(one.alone for one in reached)
    yield "# Sites that generated cases reach"
    yield ""
    yield f"Made by `python -m neuraxis reach`; do not edit. Of {stamp(model)}."
    yield ""
    yield (
        f"**{len(reached)} of {len(found)} sites ({len(reached) / len(found):.0%})** can be the key of a generated "
        "case, one whose findings leave a single answer class. The count is strict: a case was drawn from a lesion of "
        f"this very site and proven. In {alone} of these cases no other site is the same answer; in "
        f"{len(reached) - alone} the answer class holds another site too."
    )
    yield ""
    yield (
        f"{len(accepted)} of the others are never the key, and yet the same answer as the key of another site's case: "
        f"whoever names them there has full marks. With these, {len(reached) + len(accepted)} sites "
        f"({(len(reached) + len(accepted)) / len(found):.0%}) can be a right answer."
    )
    yield ""
    yield "| site | name | why not | nearest rival | right answer elsewhere |"
    yield "|---|---|---|---|---|"
    for one in found:
        if one.barrier is not None:
            rival, elsewhere = one.rival.name if one.rival else "", "yes" if one.accepted else ""
            yield f"| {one.site} | {one.name} | {one.barrier} | {rival} | {elsewhere} |"
    yield ""
    yield "No lesion: the healthy patient. Too rare to be drawn: a curiosity, kept for the library and for answers."
    yield f"Too few signs: fewer than {LEAST_ABNORMAL} abnormal findings."
    yield "Not separable: another place keeps too large a share whatever is examined."
    yield "Not proven to a pessimist: the rival comes too near when every finding is trusted less."
