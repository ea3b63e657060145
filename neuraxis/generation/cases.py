"""Draws a place, a lesion and an examination, and adds findings until only one answer class is left.

The same seed, settings and model version give the same case: all randomness comes from the seed, and
probabilities are whole numbers of 1/1024 nat. Draws go by the names of sites and items (see `neuraxis.chance`): a site
that is added takes the seeds that it wins, and a seed that it does not win tells of the same patient as before, unless
the new site is a rival there or the new item is worth examining.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from neuraxis.chance import Chance
from neuraxis.examination import Finding
from neuraxis.generation.difficulty import is_deceptive, measure_difficulty
from neuraxis.generation.examinations import Examined, choose_examination, loosen
from neuraxis.generation.proofs import is_proven
from neuraxis.generation.stories import Story, tell_story
from neuraxis.grading import Case
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import InputError, Stage, Topic, modeled, suggest

ATTEMPTS = 120
DIFFICULTIES = (1, 2, 3, 4)
LEAST_PRIOR = 0.1


class GenerationError(InputError):
    """No case with these settings was found."""


@dataclass(frozen=True)
class GeneratedCase:
    """A case made from a seed. `key` is a place key; `model_version` names the model that can make it again."""

    seed: int
    stage: Stage
    findings: tuple[Finding, ...]
    key: str
    difficulty: int
    topic: Topic
    story: Story
    model_version: str

    @property
    def case(self) -> Case:
        """What grading reads."""
        return Case(self.stage, self.findings, self.key)


def generate(
    model: Model,
    seed: int,
    *,
    difficulty: int | None = None,
    topic: Topic | None = None,
    stage: Stage | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> GeneratedCase:
    """A case whose key's answer class is alone: in a vignette, in a bare examination, and to a pessimist.

    `difficulty` 1-4, `topic` and `stage` narrow the draw; `include` names the only sites to use, `exclude` those not
    to use. Raises InputError on settings that do not exist and GenerationError when no place within them gives a
    provable case.
    """
    _check_settings(model, difficulty, include)
    pool = eligible_places(model, topic, frozenset(include or model.sites) - frozenset(exclude))
    if not pool.places:
        raise GenerationError([f"no place to draw from with topic {topic} and these sites; widen the settings"])
    for place, chance in islice(draw_places(pool, chance_of_case(seed)), ATTEMPTS):
        level = difficulty or chance.pick("level", DIFFICULTIES[:3])
        stages = model.atlas.sites[place.site].stages
        if (stage is not None and modeled(stage) not in stages) or (level == 4 and not is_deceptive(place)):
            continue
        chosen = stage or chance.pick("stage", stages)
        examined = _examine(model, place, chosen, level, chance)
        if examined is None:
            continue
        measured = measure_difficulty(model, examined.findings, chosen, place, examined.missed)
        if difficulty in (None, measured) or (difficulty, measured) == (3, 4):
            story = tell_story(model, place, chosen, examined.findings, seed)
            return GeneratedCase(
                seed, chosen, examined.findings, place.key, measured, place.topic, story, model.version
            )
    raise GenerationError(["no provable case was found with these settings; choose another topic or difficulty"])


def _examine(model: Model, place: Place, stage: Stage, level: int, chance: Chance) -> Examined | None:
    """An examination that proves the place, with no more clues than the level wants; None if it does not prove it."""
    examined = choose_examination(model, place, modeled(stage), level, chance)
    if not is_proven(model, examined.findings, stage, place.key, level):
        return None
    return loosen(model, examined, stage, place) if level == 2 else examined


def _check_settings(model: Model, difficulty: int | None, include: Sequence[str]) -> None:
    faults = [f"unknown site {site!r}{suggest(site, model.sites)}" for site in include if site not in model.sites]
    if difficulty is not None and difficulty not in DIFFICULTIES:
        faults.append(f"difficulty {difficulty!r} is not one of 1, 2, 3, 4")
    if faults:
        raise InputError(faults)


@dataclass(frozen=True)
class Pool:
    """Places to draw from, by site without segment, so that templates are not drawn once per segment; their weights."""

    places: Mapping[str, Sequence[Place]]
    weights: Mapping[str, float]


def eligible_places(model: Model, topic: Topic | None, wanted: frozenset[str]) -> Pool:
    """Every place of the topic and of the sites that are wanted, but for curiosities and the healthy body."""
    groups: dict[str, list[Place]] = {}
    for place in model.places.values():
        fits = (topic is None or place.topic is topic) and place.site in wanted
        if fits and place.prior >= LEAST_PRIOR and place.site != "healthy":
            groups.setdefault(place.site.partition(".")[0] if place.segment else place.site, []).append(place)
    return Pool(groups, {name: _commonness(places) for name, places in groups.items()})


def chance_of_case(seed: int) -> Chance:
    """The draws of a case."""
    return Chance("case", seed)


def draw_places(pool: Pool, chance: Chance) -> Iterator[tuple[Place, Chance]]:
    """Places without end, in the order in which a seed tries them, each with the chance of what is drawn for it."""
    for name, number in chance.queue(pool.weights):
        own = chance.under(name, number)
        yield own.pick("place", pool.places[name], key=lambda place: place.key), own


def _commonness(places: Sequence[Place]) -> float:
    """How often a site is drawn: common ones more often; templates count once for every three of their segments."""
    segments = {place.segment for place in places}
    return max(1.0, len(segments) / 3) * sum(place.prior for place in places) / len(places)
