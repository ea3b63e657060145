"""How often signs occur under the model, beside how often published series found them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from neuraxis.examination import Item
from neuraxis.localization import rows_of
from neuraxis.simulation.model import NATS, Model
from neuraxis.vocabulary import InputError, Stage

# Points of percent beyond which a difference needs a reason.
NOTABLE = 15.0
ILL = "The site is the fully formed lesion; the series counts slight ones too."
IMAGED = (
    "The series holds every root that imaging shows compressed, with or without a deficit; the site has the deficit."
)


@dataclass(frozen=True)
class Series:
    """One published frequency: of `values` of an item, in percent, and why the model may differ.

    A series of slight and full forms is set beside several `places` in equal parts, their keys joined by a space.
    """

    places: str
    stage: Stage
    item: str
    values: tuple[str, ...]
    published: float
    source: str
    reason: str = ""


@dataclass(frozen=True)
class Comparison:
    """A series with what the model says, in percent."""

    series: Series
    simulated: float

    @property
    def difference(self) -> float:
        """Simulated minus published, in points."""
        return self.simulated - self.series.published

    @property
    def notable(self) -> bool:
        """Whether the difference needs a reason."""
        return abs(self.difference) > NOTABLE


def compare(model: Model, series: Sequence[Series]) -> tuple[Comparison, ...]:
    """What the model says of every series. Raises InputError on places and items that it does not have."""
    unknown = [f"unknown place or item in {one}" for one in series if not _known(model, one)]
    if unknown:
        raise InputError(unknown)
    return tuple(Comparison(one, 100 * _frequency(model, one)) for one in series)


def _known(model: Model, one: Series) -> bool:
    if not set(one.places.split()) <= set(model.places) or one.item not in model.items:
        return False
    return set(one.values) <= set(model.items[one.item].values)


def _frequency(model: Model, one: Series) -> float:
    """The chance of the values under the lesions that the places stand for."""
    columns = [model.column(one.item, value) for value in one.values]
    logs = np.asarray(model.compiled.stages[one.stage].logs)[columns].astype(np.float64) / NATS
    found = []
    for place in one.places.split():
        rows = rows_of(model, place)
        shares = np.exp(model.compiled.row_logs[rows].astype(np.float64))
        found.append(float(np.exp(logs[:, rows]).sum(axis=0) @ shares / shares.sum()))
    return sum(found) / len(found)


def _word(item: Item, values: Sequence[str]) -> str:
    """The finding in words; grades as a range."""
    if values[0].isdigit() and len(values) > 1:
        return f"{item.name}, {values[0]} to {values[-1]}"
    return " or ".join(item.wording[value] for value in values)


def write_frequencies(model: Model, found: Sequence[Comparison]) -> Iterator[str]:
    """The comparison as a page of Markdown, line by line."""
    yield "# Simulated and published frequencies"
    yield ""
    yield "Made by `python -m neuraxis frequencies`; do not edit."
    yield ""
    far = [one for one in found if one.notable]
    yield (
        f"{len(found) - len(far)} of {len(found)} published frequencies are met within {NOTABLE:g} points. "
        "Differences beyond that carry their reason."
    )
    yield ""
    yield "| place | stage | finding | model | published | source | reason for a difference |"
    yield "|---|---|---|---|---|---|---|"
    for one in found:
        series = one.series
        finding = _word(model.items[series.item], series.values)
        places = ", ".join(model.places[place].name for place in series.places.split())
        reason = (series.reason or "**to be explained**") if one.notable else ""
        yield (
            f"| {places} | {series.stage} | {finding} | {one.simulated:.0f} % "
            f"| {series.published:g} % | {series.source} | {reason} |"
        )


_A, _C = Stage.ACUTE, Stage.CHRONIC
_WEAK = ("0", "1", "2", "3", "4")
_BRISK = ("3", "4")
_LESS = ("reduced", "absent")
_SLIGHT = ("mild", "severe")
_SUSPECTED = "The series has early and doubtful compression; the site is established compression."
_BENT = (
    "The series count any bending of the fingers, also in 19 and 22 of 100 of their controls; the sign of the model "
    "is the strict one, with the jerk itself lost, specific in 93 of 100 (Jiang 2024)."
)

PUBLISHED: tuple[Series, ...] = (
    # the corticospinal tract
    Series("ic.motor:L", _C, "plantar.R", ("extensor",), 50.8, "Isaza Jaramillo 2014, 107 adults", ILL),
    Series("ic.motor:L", _A, "plantar.R", ("extensor",), 50.8, "Isaza Jaramillo 2014, 107 adults", ILL),
    Series("corona:L", _C, "dtr.knee.R", _BRISK, 68.9, "Teitelbaum 2002, 86 with hemispheric lesions", ILL),
    Series("corona:L", _C, "drift.R", ("abnormal",), 92.2, "Teitelbaum 2002"),
    Series("corona:L", _C, "fingertap.R", ("abnormal",), 73.3, "Teitelbaum 2002", ILL),
    Series("corona:L", _C, "foottap.R", ("abnormal",), 79.5, "Appasamy 2018, finger and foot tapping", ILL),
    Series("corona:L", _C, "str.fdi.R", _WEAK, 38.9, "Teitelbaum 2002, segmental strength", ILL),
    Series("ic.motor:L", _C, "weak.faceup.R", _SLIGHT, 42.0, "Wongwandee 2025, tight eye closure, 92 on video",
           "The series counts asymmetry on slow-motion video; the model what the bedside shows."),
    # cervical myelopathy
    Series("csm56:M csmmild:M", _C, "plantar.R", ("extensor",), 33.0, "review of 2024, PMC10982913",
           "The series disagree: 13, 33 and, in surgical cases, 53 %."),
    Series("csm56:M", _C, "plantar.R", ("extensor",), 53.0, "Chikuda 2010, 120 cases"),
    Series("csm56:M csmmild:M", _C, "hoffmann.R", ("abnormal",), 44.0, "review of 2024, PMC10982913"),
    Series("csm56:M", _C, "hoffmann.R", ("abnormal",), 81.0, "Chikuda 2010",
           "The series disagree: 44 % in the review, 59 % in another, 81 % in surgical cases."),
    Series("csm56:M csmmild:M", _C, "clonus.R", ("abnormal",), 13.0, "cases credited to Gibson 2018"),
    Series("csm56:M", _C, "clonus.R", ("abnormal",), 35.0, "Chikuda 2010", "The series disagree: 13 % and 35 %."),
    Series("csm56:M csmmild:M", _C, "invsup.R", ("abnormal",), 61.0, "review of 2024, PMC10982913",
           _BENT),
    Series("csm56:M csmmild:M", _C, "invsup.R", ("abnormal",), 51.0, "cases credited to Gibson 2018", _BENT),
    Series("csm56:M", _C, "dtr.knee.R", _BRISK, 94.0, "Chikuda 2010",
           "The series disagree: 94 % in surgical cases, 72 % in another."),
    Series("csm56:M csmmild:M", _C, "dtr.knee.R", _BRISK, 72.0, "cases credited to Gibson 2018, any hyperreflexia"),
    # medulla
    Series("wallen:R", _A, "pupil.R", ("miotic",), 91.0, "Sacco 1993, 33 cases, Horner syndrome"),
    Series("wallen:R", _A, "ataxia.leg.R", ("abnormal",), 85.0, "Sacco 1993"),
    Series("wallen:R", _A, "sens.pin.l4.L", _LESS, 85.0, "Sacco 1993"),
    Series("wallen:R", _A, "nystagmus", ("central", "peripheral"), 61.0, "Sacco 1993"),
    Series("wallen:R", _A, "dysphagia", ("abnormal",), 51.0, "Sacco 1993"),
    Series("wallen:R", _A, "weak.facelow.R", _SLIGHT, 42.0, "Sacco 1993"),
    Series("wallen:R", _A, "weak.facelow.R", _SLIGHT, 34.0, "44 lateral medullary infarcts, 2023"),
    Series("dejerine:L", _A, "str.tibant.R", _WEAK, 91.0, "Kim and Han 2009, 86 cases"),
    Series("dejerine:L", _A, "sens.jps.foot.R", ("abnormal",), 73.0, "Kim and Han 2009, any sensory loss"),
    Series("dejerine:L", _A, "weak.tongue.L", _SLIGHT, 11.0, "Kim 1995, 2 of 18",
           "The series disagree: 2 of 18 and, in another, 3 of 5."),
    # roots, nerves, cauda
    Series("root.L5:R", _C, "str.glutmed.R", _WEAK, 85.7, "Jeon 2013, L5 foot drop below 3/5"),
    Series("cpn:R", _C, "str.glutmed.R", _WEAK, 3.6, "Jeon 2013, peroneal foot drop"),
    Series("cts:R ctsmild:R", _C, "str.apb.R", _WEAK, 66.0, "Kuhlman 1997"),
    Series("cts:R ctsmild:R", _C, "sens.pin.middle.R", _LESS, 51.0, "Kuhlman 1997",
           "Kuhlman's series holds slight entrapment proven by electrodiagnosis; the site is the overt one."),
    Series("root.L5:R", _C, "sens.pin.l5dor.R", _LESS, 61.0, "Tawa 2017, pooled", IMAGED),
    Series("root.S1:R", _C, "str.gastroc.R", _WEAK, 37.0, "Tawa 2017, middle of 13 to 61 %", IMAGED),
    Series("root.C7:R", _C, "str.triceps.R", _WEAK, 56.0, "pooled motor deficit, review of 2023", IMAGED),
    Series("caudaL5:M caudainc:M", _A, "sens.pin.s45.R", _LESS, 60.0, "334 referrals, 25 with compression", _SUSPECTED),
    Series("caudaL5:M caudainc:M", _A, "str.gastroc.R", _WEAK, 68.0, "334 referrals, leg weakness", _SUSPECTED),
    Series("caudaL5:M caudainc:M", _A, "bladder", ("retention", "overactive"), 72.0, "334 referrals, bladder",
           "The series counts bladder complaints of any cause; the model what the roots lose."),
    Series("bell:R", _A, "taste.R", ("abnormal",), 34.9, "94 of 269, 2014"),
    Series("bell:R", _A, "tear.R", ("abnormal",), 42.4, "114 of 269 with a dry eye, 2014",
           "A dry eye also comes of poor closure; the sign is reduced tearing."),
    # complete injury of the thoracolumbar cord, the legs' class by their reflexes; segments are the first damaged ones
    Series("transect.T9:M", _C, "dtr.ankle.R", ("0", "1"), 7.3, "Doherty 2002, level T7 to T9, lower motor neuron"),
    Series("transect.T12:M", _C, "dtr.ankle.R", ("0", "1"), 57.0, "Doherty 2002, level T10 to T12"),
    Series("transect.L3:M", _C, "dtr.ankle.R", ("0", "1"), 95.5, "Doherty 2002, level L1 to L3"),
    Series("transect.T9:M", _A, "bcr", ("abnormal",), 8.0, "Ko 1999, 50 cases: under 8 % without any reflex on day 0",
           "The series counts patients without any reflex; any one alone is missed more often."),
    # nobody ill
    Series("healthy:M", _C, "plantar.R", ("extensor",), 1.0, "Isaza Jaramillo 2014"),
    Series("healthy:M", _C, "dtr.knee.R", _BRISK, 12.5, "Teitelbaum 2002"),
    Series("healthy:M", _C, "drift.R", ("abnormal",), 10.0, "Teitelbaum 2002"),
    Series("healthy:M", _C, "hoffmann.R", ("abnormal",), 2.5, "review, 2 to 3 %"),
    Series("healthy:M", _C, "dtr.ankle.R", ("0",), 23.0, "Vrancken 2006, over 60 years of age",
           "The model's patient is of middle age."),
    Series("healthy:M", _C, "sens.vib.foot.R", ("abnormal",), 29.0, "Vrancken 2006, over 60 years of age",
           "The model's patient is of middle age."),
)  # fmt: skip
