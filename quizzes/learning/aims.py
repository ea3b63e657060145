"""What the next question should be about: facts that are due, then weak ones, then new ground; as hard as fits."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

import neuraxis
from quizzes.learning import elo
from quizzes.learning.exam_date import due_for_exam
from quizzes.models import RATING, Quiz, Review, ReviewCard, TaskRating

# The share of the marks at which a question teaches most: neither idle nor hopeless.
WANTED_SHARE = 0.75
# So few answers say nothing of how hard the questions should be.
LEAST_SEEN = 8
# A weak fact was missed at least once, or is rated this far below the learner's own mean.
WEAK_BELOW = 60.0
# Sites to look for a fact in that was never asked: those that turn on the fewest other facts.
SPECIFIC = 8
# Every draw makes the learner wait, so there are few, each for another fact; so many are looked at for them.
DRAWS = 3
LOOKED_AT = 12
MOST_REVIEWS = 400


@dataclass(frozen=True)
class Standing:
    """One card as it stands today: `due` with regard to the exam."""

    edge: str
    due: datetime
    rating: float
    seen: int
    right: int

    def is_due(self, now: datetime) -> bool:
        return self.due <= now


@dataclass(frozen=True)
class Aim:
    """A fact to ask about, why, and the sites where it may come up."""

    edge: str
    reason: str
    sites: tuple[str, ...]


def cards_of(quiz: Quiz) -> list[ReviewCard]:
    """The cards of a quiz's learner, with the profile that says when the exam is."""
    cards = ReviewCard.objects.select_related("profile").order_by("edge")
    if quiz.owner_id is not None:
        return list(cards.filter(profile__owner_id=quiz.owner_id))
    return list(cards.filter(profile__learner_token=quiz.learner_token)) if quiz.learner_token else []


def standings(cards: Iterable[ReviewCard], exam: date | None, now: datetime) -> list[Standing]:
    def standing(card: ReviewCard) -> Standing:
        due = due_for_exam(card.edge, card.due, card.reviewed_at, exam, now)
        return Standing(card.edge, due, card.rating, card.seen, card.right)

    return [standing(card) for card in cards]


def order(
    cards: Collection[Standing], now: datetime, misses: Mapping[str, int] = MappingProxyType({})
) -> list[tuple[Standing, str]]:
    """What to ask about first, and why: the longest overdue, then the weakest.

    A fact that draws missed gives way to those that were missed less often, so that none blocks the others.
    """
    mean = sum(card.rating for card in cards) / len(cards) if cards else RATING
    due = [card for card in cards if card.is_due(now)]
    weak = [card for card in cards if not card.is_due(now) and is_weak(card, mean)]
    due.sort(key=lambda card: (misses.get(card.edge, 0), card.due, card.edge))
    weak.sort(key=lambda card: (misses.get(card.edge, 0), card.rating, card.edge))
    return [*((card, "due") for card in due), *((card, "weak") for card in weak)]


def missed(aims: Iterable[tuple[dict[str, Any] | None, Collection[str] | None]]) -> Counter[str]:
    """How often each fact was drawn for in vain, from what questions were drawn for and what they turned on."""
    return Counter(edge for aim, edges in aims if aim for edge in aim["tried"] if edge not in (edges or ()))


def is_weak(card: Standing, mean: float) -> bool:
    return card.right < card.seen or card.rating < mean - WEAK_BELOW


def choose_aims(
    model: neuraxis.Model,
    ranked: Collection[tuple[Standing, str]],
    topic: neuraxis.Topic | None,
    avoid: neuraxis.Topic | None,
    used: Collection[str],
) -> list[Aim]:
    """The first few of the ranked facts that the topic allows; of due ones those of another topic than the last first.

    `used` are the sites that the quiz has asked about.
    """
    catalog = neuraxis.edge_catalog(model)
    possible = [(card, why) for card, why in ranked if card.edge in catalog]
    near = possible[:LOOKED_AT]
    mixed = sorted(near, key=lambda one: (one[1] != "due", one[1] == "due" and catalog[one[0].edge].topic is avoid))
    met = met_sites([card.edge for card, _ in mixed])
    aims = (Aim(card.edge, why, sites_for(model, card.edge, met[card.edge], topic, used)) for card, why in mixed)
    return list(islice((aim for aim in aims if aim.sites), DRAWS))


def met_sites(edges: Collection[str]) -> dict[str, list[str]]:
    """Where each fact came up before, for whomever, the latest first."""
    found: dict[str, list[str]] = {edge: [] for edge in edges}
    reviews = Review.objects.filter(card__edge__in=edges).order_by("-pk")
    for edge, key in reviews.values_list("card__edge", "answer__question__payload__key")[:MOST_REVIEWS]:
        if key:
            found[edge].append(str(key).partition(":")[0])
    return found


def sites_for(
    model: neuraxis.Model, edge: str, met: Collection[str], topic: neuraxis.Topic | None, used: Collection[str]
) -> tuple[str, ...]:
    """Where the fact came up before; if that is nowhere open, the sites that are about few facts besides."""
    crowded = facts_by_site(model)
    about = sorted(neuraxis.edge_catalog(model)[edge].sites, key=lambda site: (crowded[site], site))[:SPECIFIC]
    for sites in (met, about):
        open_ones = [
            site
            for site in dict.fromkeys(sites)
            if site in model.sites and site not in used and topic in (None, model.sites[site].topic)
        ]
        if open_ones:
            return tuple(open_ones)
    return ()


@lru_cache(maxsize=4)
def facts_by_site(model: neuraxis.Model) -> dict[str, int]:
    """How many facts each site can turn on."""
    counts: dict[str, int] = dict.fromkeys(model.sites, 0)
    for edge in neuraxis.edge_catalog(model).values():
        for site in edge.sites:
            counts[site] += 1
    return counts


def fitting_difficulty(cards: Collection[Standing]) -> int | None:
    """The difficulty at which this learner should get three quarters of the marks; None while too little is known."""
    if sum(card.seen for card in cards) < LEAST_SEEN:
        return None
    learner = sum(card.rating for card in cards) / len(cards)
    subjects = {f"difficulty:{level}": level for level in elo.DIFFICULTIES}
    kept = dict(TaskRating.objects.filter(subject__in=subjects).values_list("subject", "rating"))
    rated = {level: kept.get(subject, elo.DIFFICULTIES[level]) for subject, level in subjects.items()}
    return min(rated, key=lambda level: (abs(elo.expected(learner, rated[level]) - WANTED_SHARE), level))
