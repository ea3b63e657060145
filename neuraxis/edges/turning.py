"""Which edges a case turns on: those behind the findings that decide between its key and the strongest rival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from neuraxis.edges.catalog import edge_catalog
from neuraxis.edges.facts import cause_edges, sign_edges
from neuraxis.examination import Finding, is_abnormal
from neuraxis.explanation import Cause, explain, find_causes
from neuraxis.grading import Answer, Case, grade
from neuraxis.network import Place, lesion_at
from neuraxis.simulation import simulate
from neuraxis.simulation.model import Model
from neuraxis.vocabulary import modeled

MOST = 8


def turning_edges(model: Model, case: Case, answer: Answer | None = None) -> tuple[str, ...]:
    """The edges that decide a case, the strongest first, 1 to 8 of them.

    With an answer that is wrong they are those that tell it from the key; otherwise those that tell the key from the
    best place that is not accepted. Raises InputError when the case cannot be read.
    """
    graded = grade(model, case, answer or Answer())
    return edges_behind(model, case, graded.deciding, graded.rival)


def edges_behind(model: Model, case: Case, deciding: Sequence[Finding], rival: Place | None) -> tuple[str, ...]:
    """The same for a case that was graded already, of what its grade says."""
    explanation = explain(model, case.findings, case.stage, case.key)
    found = _of_findings(model, case, deciding, explanation.causes, rival)
    known = edge_catalog(model)
    if not known.keys() & found:
        others = [one for one in case.findings if one.item in explanation.causes]
        found = _of_findings(model, case, others, explanation.causes, None)
    return tuple(edge for edge in found if edge in known)[:MOST]


def _of_findings(
    model: Model, case: Case, findings: Sequence[Finding], causes: Mapping[str, Cause], rival: Place | None
) -> dict[str, None]:
    found: dict[str, None] = {}
    spared = _causes_of_spared(model, case, findings, rival) if rival else {}
    for finding in findings:
        cause = causes.get(finding.item)
        if cause is not None and is_abnormal(model.items, finding):
            found.update(dict.fromkeys((*cause_edges(model, cause), *sign_edges(model, finding, cause))))
        elif finding.item in spared:
            found.update(dict.fromkeys(cause_edges(model, spared[finding.item])))
    return found


def _causes_of_spared(model: Model, case: Case, findings: Iterable[Finding], rival: Place) -> dict[str, Cause]:
    """Why the rival would have made abnormal what is normal."""
    normal = [one for one in findings if not is_abnormal(model.items, one)]
    if not normal:
        return {}
    lesion = lesion_at(model.atlas, rival, extent=1.0)
    simulated = simulate(model, [lesion], case.stage, items=[one.item for one in normal])
    expected = [Finding(one.item, _likeliest_abnormal(simulated[one.item], one.value)) for one in normal]
    return find_causes(model, expected, modeled(case.stage), lesion.extent)


def _likeliest_abnormal(chances: Mapping[str, float], normal: str) -> str:
    return max((value for value in chances if value != normal), key=lambda value: chances[value])
