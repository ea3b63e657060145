"""Draws a place, a lesion and an examination, and adds findings until only one answer class is left.

The same seed, settings and model version give the same case: all randomness comes from the seed, and
probabilities are whole numbers of 1/1024 nat.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neuraxis.examination import Finding, is_abnormal
from neuraxis.generation.examinations import Examined, choose_examination
from neuraxis.generation.stories import Story, possible_stages, tell_story
from neuraxis.grading import Case
from neuraxis.localization import localize
from neuraxis.network import Place
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import InputError, Reading, Stage, Topic, modeled

ATTEMPTS = 60
DIFFICULTIES = (1, 2, 3, 4)
# The share that the key's class must reach, by difficulty; on the second level a rival may come close.
CLEAR = {1: 0.95, 2: 0.85, 3: 0.85, 4: 0.85}
# No class may stay within 3:1 of the best under either reading.
MARGIN = 3.0
LEAST_PRIOR = 0.25
LEAST_ABNORMAL = 3


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
    exclude: Sequence[str] = (),
) -> GeneratedCase:
    """A case whose key's answer class is the single best one under both reading modes.

    `difficulty` 1-4, `topic` and `stage` narrow the draw; `exclude` names sites not to use. Raises InputError on
    settings that do not exist and GenerationError when no place within them gives a provable case.
    """
    if difficulty is not None and difficulty not in DIFFICULTIES:
        raise InputError([f"difficulty {difficulty!r} is not one of 1, 2, 3, 4"])
    rng = random.Random(f"neuraxis:{seed}")
    places = _eligible(model, topic, frozenset(exclude))
    if not places:
        raise GenerationError([f"no place to draw from with topic {topic} and these exclusions; widen the settings"])
    for _ in range(ATTEMPTS):
        place = _draw_place(places, rng)
        stages = possible_stages(model.atlas.sites[place.site].onsets)
        if stage is not None and modeled(stage) not in stages:
            continue
        chosen = stage or rng.choice(stages)
        level = difficulty or rng.choice(DIFFICULTIES[:3])
        examined = choose_examination(model, place, modeled(chosen), level, rng)
        if examined is not None and _is_unique(model, examined, place, chosen, level):
            story = tell_story(model, place, chosen, examined.findings, rng)
            return GeneratedCase(seed, chosen, examined.findings, place.key, level, place.topic, story, model.version)
    raise GenerationError(["no provable case was found with these settings; choose another topic or difficulty"])


def _eligible(model: Model, topic: Topic | None, exclude: frozenset[str]) -> dict[str, list[Place]]:
    """Places to draw from, by site without segment, so that templates are not drawn once per segment."""
    groups: dict[str, list[Place]] = {}
    for place in model.places.values():
        wanted = topic is None or place.topic is topic
        if wanted and place.prior >= LEAST_PRIOR and place.site not in exclude and place.site != "healthy":
            groups.setdefault(place.site.partition(".")[0] if place.segment else place.site, []).append(place)
    return groups


def _draw_place(groups: Mapping[str, list[Place]], rng: random.Random) -> Place:
    """Common places are drawn more often; templates count once for every three of their segments."""
    names = list(groups)
    weights = [_commonness(groups[name]) for name in names]
    return rng.choice(groups[rng.choices(names, weights=weights)[0]])


def _commonness(places: Sequence[Place]) -> float:
    segments = {place.segment for place in places}
    return max(1.0, len(segments) / 3) * sum(place.prior for place in places) / len(places)


def _is_unique(model: Model, examined: Examined, place: Place, stage: Stage, difficulty: int) -> bool:
    """The key's class is first and alone, whether silence means unmentioned or not examined."""
    abnormal = [one for one in examined.findings if is_abnormal(model.items, one)]
    if len(abnormal) < LEAST_ABNORMAL:
        return False
    for reading in (Reading.VIGNETTE, Reading.EXAM):
        best, second = localize(model, examined.findings, stage, reading=reading, top=2).ranked[:2]
        clear = CLEAR[difficulty] if reading is Reading.VIGNETTE else MARGIN / (1 + MARGIN)
        if place not in best.members or best.probability < clear or best.probability < MARGIN * second.probability:
            return False
    return True
