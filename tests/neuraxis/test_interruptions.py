"""Every causal sentence that the model can say, for every function and every structure on its routes, reads as one."""

import re

import pytest

import neuraxis
from neuraxis.explanation.causes import Cause, trace
from neuraxis.wording import Register
from neuraxis.wording.grammar import is_plural, says_plural
from neuraxis.wording.interruptions import word_interruption, word_reason

VERBS = ["acts", "attends", "carries", "come", "comes", "cross", "crosses", "descends", "do", "does", "drives", "is"]
VERBS += ["lie", "lies", "run", "runs", "serves", "stay", "stays"]
PLURAL = r"(?:fibers|nerves|roots|axons|tracts|pathways|nuclei|afferents|junctions|neurons|areas|muscles|branches)"
SINGULAR = r"(?:fiber|nerve|root|tract|pathway|nucleus|arc|neuron|cortex|gyrus|system|network|junction|muscle|loop)"
HEAD = r"^The (?:(?!of |in |to |at |from |with |and )[\w-]+ )*"
MALFORMED = re.compile(
    rf"{HEAD}{PLURAL} (?:is|fails)\b"
    rf"|{HEAD}{SINGULAR} (?:are|fail)\b"
    r"|\b(\w+) \1\b"  # the same word twice
    r"|\b(?:right|left) (?:right|left)\b"
    r"|\barc of the\b|\bat the arc\b"
    r"|\b(?:muscle|pressure|junction|transmission|membrane)s? (?:is|are) interrupted"
    r"|\binterrupted in the (?:[a-z]+ )?(?:muscle|neuromuscular|motor axons|sensory axons|small fibers)"
    r"|[{}]|  |\.\.|,,| [,.;:]|\(\)|\bNone\b"
)


@pytest.fixture(scope="module")
def causes(model: neuraxis.Model) -> list[Cause]:
    """Each function cut at each structure that serves it; those of the brain alone are never named."""
    cuts = {
        (function, key): None
        for function, routes in model.atlas.functions.items()
        for route in routes
        for key, _ in route.chain
        if not function.startswith("ub.")
    }
    found = [trace(model, function, {key: 1.0}) for function, key in cuts]
    return [cause for cause in found if cause is not None]


@pytest.mark.parametrize("register", list(Register))
def test_no_causal_sentence_is_malformed(model: neuraxis.Model, causes: list[Cause], register: Register) -> None:
    told = {word_reason(model, cause, register) for cause in causes}
    assert len(told) > 1000
    assert sorted(one for one in told if MALFORMED.search(one)) == []
    assert sorted(one for one in told if not (one[0].isupper() and one.endswith("."))) == []


def test_only_fibers_are_interrupted(model: neuraxis.Model, causes: list[Cause]) -> None:
    """A muscle, a junction, an axon ending, an area or a state of things has nothing to interrupt."""
    wrong = {
        (cause.function, cause.interrupted)
        for cause in causes
        if "interrupted" in word_interruption(model, cause)
        and model.atlas.structures[cause.interrupted.rpartition(":")[0]].kind
        not in ("tract", "root", "plexus", "nerve")
    }
    assert wrong == set()


def test_no_pathway_is_interrupted_in_itself(model: neuraxis.Model, causes: list[Cause]) -> None:
    """ "The optic nerve is interrupted in the right optic nerve" says one thing twice."""
    twice = set()
    for cause in causes:
        said = word_interruption(model, cause)
        if " " in cause.pathway and said.count(cause.pathway) > 1:
            twice.add(said)
    assert twice == set()


@pytest.mark.parametrize(
    ("function", "structure", "told"),
    [
        ("p.deltoid:R", "mus.deltoid:R", "The disease is in the muscle fibers of the right deltoid."),
        ("papill:M", "icp.raised:M", "This comes from raised intracranial pressure."),
        ("a.biceps:L", "axs.rx.biceps:L", "The nerve fibers of the left biceps reflex are damaged."),
        ("a.biceps:L", "root.d.C6:L", "The reflex arc is interrupted in the left C6 dorsal root."),
        ("n.eye:R", "nmj.eye:R", "Transmission fails at the neuromuscular junctions of the right eye muscles."),
        ("l.fdi:R", "uln.elb:R", "The lower motor neuron is interrupted in the right ulnar nerve at the elbow."),
        ("l.fdi:R", "cord.ah.T1:R", "The lower motor neurons in the right anterior horn at T1 are damaged."),
        (
            "s.pin.little:L",
            "uln.elb:L",
            "The sensory nerve fibers are interrupted in the left ulnar nerve at the elbow.",
        ),
        ("acuity:L", "onerve:L", "The left optic nerve is damaged."),
        (
            "aph.comp:M",
            "wern:L",
            "The language network fails with damage to the left posterior superior temporal gyrus.",
        ),
        (
            "u.fdi:R",
            "m1.hand:L",
            (
                "The corticospinal tract is damaged at its origin, in the left hand area of the precentral gyrus. "
                "It crosses at the pyramidal decussation, in the lower medulla."
            ),
        ),
        (
            "s.v1.pin:L",
            "po.vtt:R",
            (
                "The trigeminal pathway is interrupted in the right crossed trigeminothalamic pain fibers in the upper "
                "pons. It crosses in the medulla, after the pain fibers have descended on their own side."
            ),
        ),
        ("sl.root:R", "root.d.L5:R", "This shows irritation of the right L5 dorsal root."),
    ],
)
def test_each_kind_of_function_has_a_sentence_of_its_own(
    model: neuraxis.Model, function: str, structure: str, told: str
) -> None:
    cause = trace(model, function, {structure: 1.0})
    assert cause is not None
    assert word_reason(model, cause) == told


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("motor axons to the biceps", True),
        ("neuromuscular junction of the deltoid", False),
        ("nodulus and uvula", True),
        ("basis pontis", False),
        ("pretectal nuclei", True),
        ("thalamus (attention and gaze circuits)", False),
        ("medial lemniscus in the pons", False),
        ("abducens nucleus", False),
        ("lateral corticospinal tract at C5 (arm fibers)", False),
    ],
)
def test_the_number_of_a_name(name: str, several: bool) -> None:
    assert is_plural(name) is several


def test_what_is_said_of_a_pathway_agrees_with_its_name(model: neuraxis.Model) -> None:
    """Names that join adjectives by "and" are one: "vestibular and cerebellar control" is not several things."""
    differing = {
        one.pathway
        for one in model.atlas.pathway_names
        if is_plural(one.pathway) is not says_plural(one.crossing) and " and " not in one.pathway
    }
    assert differing == set()


def test_every_function_is_crossed_by_a_verb(model: neuraxis.Model) -> None:
    verbs = {one.crossing.partition(" ")[0] for one in model.atlas.pathway_names}
    assert verbs <= set(VERBS), sorted(verbs - set(VERBS))
