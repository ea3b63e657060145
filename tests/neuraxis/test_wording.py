"""Wording: every key has a sentence and every sentence a use, and what comes out reads as English."""

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import neuraxis
from neuraxis import Answer, Case, Feedback, Finding, Level, MotorClass, Reason, Register, Side, Stage
from neuraxis.generation.stories import VARIANTS
from neuraxis.knowledge.onsets import NO_MECHANISM
from neuraxis.wording import say, sentences
from neuraxis.wording.edges import edge_key

FOLDER = Path(__file__).parents[2] / "content" / "cases"
SLUGS = sorted(file.stem for file in FOLDER.glob("*.toml"))
SOURCES = sorted(Path(neuraxis.__file__).parent.rglob("*.py"))
# Keys that rules make: by axis and reason, by issue code, by tempo and variant.
REASONS = {
    "motor_class": (Reason.RIGHT, Reason.PARTLY, Reason.WRONG, Reason.MISSING),
    "level": (Reason.RIGHT, Reason.NEAR, Reason.WRONG, Reason.MISSING),
    "side": (Reason.RIGHT, Reason.PARTLY, Reason.OPPOSITE, Reason.WRONG, Reason.MISSING),
    "structure": (Reason.RIGHT, Reason.EQUIVALENT, Reason.NEAR, Reason.WRONG, Reason.MISSING),
}
TEMPI = ("today", "yesterday", "days", "sudden_weeks", "sudden_months", "weeks", "months", "years")
ACCOUNTS = ("key.explains", "key.possible", "key.leaves", "key.predicts")
# What the sentences of a group are given beyond what the student's words use.
EXTRA = {"path": {"structure"}, "story": {"Pronoun", "pronoun"}}
BROKEN = re.compile(r"[{}]|  |\.\.|,,| [,.;:]|\bNone\b|\(\)|: \.|: ,")


def used_keys() -> set[str]:
    """Keys that stand in the code, and those that its rules make."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    groups = "|".join(sentences())
    literal = set(re.findall(rf'"((?:{groups})\.[a-z_]+)"', text))
    issues = set(re.findall(r'Issue\(\s*"(\w+)"', text)) | {"unexplained", "predicted_absent"}
    made = {f"{axis}.{reason}" for axis, reasons in REASONS.items() for reason in reasons}
    made |= {f"issue.{code}" for code in issues}
    made |= {f"tempo.{tempo}" for tempo in TEMPI} | {f"story.opening_{variant}" for variant in range(VARIANTS)}
    model = neuraxis.load_model()
    mechanisms = {name for site in model.atlas.sites.values() for _, name in site.mechanisms} - {NO_MECHANISM}
    made |= {f"mechanism.{name}" for name in mechanisms}
    made |= {key for one in neuraxis.misconceptions(model) for key in (one.name, one.lesson)}
    made |= {edge_key(model, edge) for edge in neuraxis.edge_catalog(model).values()}
    known = {f"{group}.{name}" for group, entries in sentences().items() for name in entries}
    return {key for key in literal if key in known} | made | set(ACCOUNTS)


def test_every_key_has_a_sentence_and_every_sentence_is_used() -> None:
    """Complaints are put together from findings; the stories of many seeds use them."""
    known = {f"{group}.{name}" for group, entries in sentences().items() for name in entries}
    assert sorted(used_keys() - known) == []
    assert sorted(one for one in known - used_keys() if not one.startswith("complaint.")) == []


def test_every_sentence_has_words_for_students_and_only_known_registers() -> None:
    for group, entries in sentences().items():
        for name, words in entries.items():
            assert words["student"], f"{group}.{name}"
            assert set(words) <= set(Register), f"{group}.{name}"


def test_the_registers_of_a_sentence_need_no_parameters_that_its_group_does_not_have() -> None:
    for group, entries in sentences().items():
        allowed = set().union(*(placeholders(words["student"]) for words in entries.values())) | EXTRA.get(group, set())
        for name, words in entries.items():
            for register, text in words.items():
                assert placeholders(text) <= allowed, f"{group}.{name}.{register}"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_register_without_words_of_its_own_says_the_student_s() -> None:
    for register in Register:
        assert say("side.right", register=register)


def test_every_value_of_every_item_is_worded_with_its_side(model: neuraxis.Model) -> None:
    for item in model.items.values():
        for value in item.values:
            words = neuraxis.word_finding(model, Finding(item.id, value))
            assert words[0].isupper() or not words[0].isalpha(), words
            assert not BROKEN.search(words), words
            side = {Side.RIGHT: "right", Side.LEFT: "left"}.get(item.side)
            assert side is None or re.search(rf"\b{side}\b", words, re.IGNORECASE), words


def test_no_two_values_of_an_item_are_worded_alike(model: neuraxis.Model) -> None:
    for item in model.items.values():
        worded = [item.wording[value] for value in item.values]
        assert len(set(worded)) == len(worded), item.id


def test_every_place_is_worded(model: neuraxis.Model) -> None:
    for place in model.places.values():
        words = neuraxis.word_place(place)
        assert not BROKEN.search(words), words
        assert words.startswith({Side.RIGHT: "right ", Side.LEFT: "left "}.get(place.side, "")), words
        assert not words.startswith(("right right", "left left", "right left", "left right")), words


def case_of(model: neuraxis.Model, slug: str) -> Case:
    data = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    return Case(Stage(data["stage"]), neuraxis.parse_findings(model, data["findings"]), data["key"])


def answers(model: neuraxis.Model, case: Case) -> Iterator[Answer]:
    """Right, mirrored, near, absurd, without a structure, and nearly empty."""
    key = model.places[case.key]
    for motor_class in (MotorClass.UPPER, MotorClass.LOWER):
        yield Answer(motor_class, key.level, key.side, key.site)
    yield Answer(MotorClass.BOTH, key.level, key.side.opposite, key.site)
    yield Answer(MotorClass.LOWER, Level.ROOT, Side.RIGHT, "root.C8")
    yield Answer(MotorClass.UPPER, Level.CERVICAL, Side.MIDLINE, "transect.C8")
    yield Answer(MotorClass.NEITHER, Level.VISUAL, Side.LEFT, "otract")
    yield Answer(MotorClass.MUSCLE, Level.MUSCLE, Side.NONE)
    yield Answer(side=Side.LEFT)


def sentences_of(feedback: Feedback) -> list[str]:
    told = [feedback.headline, *feedback.axes, *feedback.deciding, *feedback.yours, *feedback.key, *feedback.path]
    return [*told, feedback.note] if feedback.note else told


@pytest.mark.parametrize("slug", SLUGS)
def test_feedback_reads_as_sentences_in_every_register(model: neuraxis.Model, slug: str) -> None:
    case = case_of(model, slug)
    for answer in answers(model, case):
        grade = neuraxis.grade(model, case, answer)
        for register in Register:
            for sentence in sentences_of(neuraxis.word_feedback(model, case, answer, grade, register)):
                assert sentence[0].isupper() or not sentence[0].isalpha(), sentence
                assert sentence.endswith((".", "?")), sentence
                assert not BROKEN.search(sentence), sentence


@pytest.mark.parametrize("slug", SLUGS)
def test_feedback_names_the_pathway_that_the_key_interrupts(model: neuraxis.Model, slug: str) -> None:
    case = case_of(model, slug)
    answer = Answer(MotorClass.UPPER, Level.VISUAL, Side.LEFT, "otract")
    feedback = neuraxis.word_feedback(model, case, answer, neuraxis.grade(model, case, answer))
    assert feedback.path
    said = re.compile(r"interrupted|damage|disease|fails|comes from|irritation")
    assert all(said.search(sentence) for sentence in feedback.path), feedback.path
    assert feedback.key
    assert feedback.deciding


def test_a_right_answer_is_told_in_a_word(model: neuraxis.Model) -> None:
    case = case_of(model, "the-park-bench")
    answer = Answer(MotorClass.LOWER, Level.NERVE, Side.RIGHT, "radsg")
    feedback = neuraxis.word_feedback(model, case, answer, neuraxis.grade(model, case, answer))
    assert feedback.headline.startswith("Right")
    assert feedback.yours == ()


def test_spinal_shock_is_explained(model: neuraxis.Model) -> None:
    case = case_of(model, "the-guard-rail")
    answer = Answer(MotorClass.LOWER, Level.THORACIC, Side.MIDLINE, "transect.T6")
    feedback = neuraxis.word_feedback(model, case, answer, neuraxis.grade(model, case, answer))
    assert "The signs alone look lower motor neuron, but the lesion is upper motor neuron" in feedback.note


def test_the_chart_shows_every_finding_once(model: neuraxis.Model) -> None:
    for slug in SLUGS:
        case = case_of(model, slug)
        cells = [
            cell
            for section in neuraxis.chart(model, case.findings)
            for row in section.rows
            for cell in (row.right, row.left, row.midline)
            if cell is not None and cell.state is not neuraxis.State.NOT_EXAMINED
        ]
        assert len(cells) == len(case.findings), slug
        assert all(cell.text and not BROKEN.search(cell.text) for cell in cells), slug
