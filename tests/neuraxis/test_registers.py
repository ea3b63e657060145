"""Every place, structure, item and value has words for students, clinicians and patients, and the words are honest."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import neuraxis
from neuraxis import Finding, InputError, Level, MotorClass, Register, Side
from neuraxis.knowledge import ATLAS_FOLDER, item_words, load_atlas, site_words, structure_words, value_words
from neuraxis.vocabulary import LATERAL
from neuraxis.wording import say, sentences, word_structure
from neuraxis.wording.findings import word_site
from neuraxis.wording.registers import word_class, word_level, word_side

OTHER_REGISTERS = (Register.CLINICIAN, Register.LAY)
# Words of the trade that a patient cannot be expected to know, and abbreviations other than vertebrae and segments.
JARGON = re.compile(
    r"\b(?:ipsi|contra|bi)lateral|\b\w*paresis\b|\b\w*plegia\b|\bneuron|\bdorsal\b|\bventral\b|\bdistal\b|\bproximal\b"
    r"|\bmedial\b|\blateral\b|\banterior\b|\bposterior\b|\bnucle(?:us|i)\b|\bganglion|\bfasci|\blemnisc|\btract\b"
    r"|\bmusc(?:ulus|uli)\b|\b[A-Z]{2,}\b"
)
# Latin muscle names end like this; brachioradialis, biceps, gluteus, quadriceps, digitorum, brevis, ...
LATIN_MUSCLE = re.compile(
    r"\b(?:\w+(?:ceps|oideus|alis|aris|orum|aneus|inatus|inator|cnemius|nemii|psoas)|deltoid|glute\w+|abduct\w+"
    r"|adduct\w+|flexor|extensor|brevis|longus|oppon\w+|trapezius|pector\w+|hamstrings?|sole?us|peronei)\b"
)
PLACEHOLDER = re.compile(r"[{}]")


def lay_texts(model: neuraxis.Model) -> Iterator[tuple[str, str]]:
    """What a patient is told, with what it is about."""
    atlas = model.atlas
    for site in atlas.sites.values():
        for side in (*site.sides, None):
            yield site.id, site_words(atlas, site, side).lay
    for name, structure in atlas.structures.items():
        side = Side.MIDLINE if structure.midline else Side.LEFT
        yield name, structure_words(atlas, name, side).lay
    for item in model.items.values():
        yield item.id, item_words(atlas, item).lay
        for value in item.takes:
            yield f"{item.id}={value}", value_words(atlas, item, value, item.side).lay
            yield f"{item.id}={value}, both sides", value_words(atlas, item, value, Side.MIDLINE).lay


def test_everything_has_words_for_patients(model: neuraxis.Model) -> None:
    assert [name for name, text in lay_texts(model) if not text] == []


def test_every_pathway_and_crossing_has_words_for_patients(model: neuraxis.Model) -> None:
    table = model.atlas.registers["pathways"]
    wanted = [f"{one.prefix}={part}" for one in model.atlas.pathway_names for part in ("pathway", "crossing")]
    assert [key for key in wanted if key not in table or not table[key].lay] == []


def test_no_placeholder_is_left(model: neuraxis.Model) -> None:
    assert [(name, text) for name, text in lay_texts(model) if PLACEHOLDER.search(text)] == []


@pytest.mark.parametrize("register", list(Register))
def test_every_finding_place_and_structure_can_be_said(model: neuraxis.Model, register: Register) -> None:
    told = [
        neuraxis.word_finding(model, Finding(item.id, value), register)
        for item in model.items.values()
        for value in item.takes
    ]
    told += [neuraxis.word_place(place, register) for place in model.places.values()]
    told += [word_site(model, site, register) for site in model.sites]
    told += [
        word_structure(model, f"{name}:{side}", register)
        for name, structure in model.atlas.structures.items()
        for side in ((Side.MIDLINE,) if structure.midline else LATERAL)
    ]
    told += [word_class(model, one, register) for one in MotorClass]
    told += [word_level(model, one, register) for one in Level]
    told += [word_side(model, one, register) for one in Side]
    assert [text for text in told if not text.strip() or PLACEHOLDER.search(text) or "  " in text] == []


def test_patients_hear_no_jargon(model: neuraxis.Model) -> None:
    assert [(name, text) for name, text in lay_texts(model) if JARGON.search(text)] == []


def test_patients_hear_no_latin_muscle(model: neuraxis.Model) -> None:
    assert [(name, text) for name, text in lay_texts(model) if LATIN_MUSCLE.search(text)] == []


def test_patients_hear_no_eponym(model: neuraxis.Model) -> None:
    place = model.places["wallen:R"]
    assert "Wallenberg" in neuraxis.word_place(place, Register.CLINICIAN)
    assert "Wallenberg" not in neuraxis.word_place(place, Register.LAY)


@pytest.mark.parametrize("register", OTHER_REGISTERS)
def test_words_name_the_side_of_the_thing(model: neuraxis.Model, register: Register) -> None:
    wrong = []
    for item in model.items.values():
        opposite = {Side.RIGHT: r"\bleft\b", Side.LEFT: r"\bright\b"}.get(item.side)
        told = [neuraxis.word_finding(model, Finding(item.id, value), register) for value in item.values]
        wrong += [text for text in told if opposite and re.search(opposite, text)]
    for place in model.places.values():
        said = neuraxis.word_place(place, register).lower()
        word = {Side.RIGHT: "right", Side.LEFT: "left"}.get(place.side, "")
        wrong += [said] if word not in said else []
    assert wrong == []


@pytest.mark.parametrize("register", OTHER_REGISTERS)
def test_values_of_an_item_read_differently(model: neuraxis.Model, register: Register) -> None:
    for item in model.items.values():
        told = {neuraxis.word_finding(model, Finding(item.id, value), register) for value in item.takes}
        assert len(told) == len(item.takes), item.id


@pytest.mark.parametrize("register", list(Register))
def test_sites_read_differently(model: neuraxis.Model, register: Register) -> None:
    """Two names for one place would make a question unanswerable; patients are not asked to tell neighbors apart."""
    named = [neuraxis.word_place(place, register) for place in model.places.values()]
    alike = {name for name in named if named.count(name) > 1}
    assert register is Register.LAY or alike == set()
    assert len(alike) < len(named) / 20


def test_every_sentence_is_worded_three_times_with_the_same_parameters() -> None:
    may_leave_out = {"article", "stations", "structure", "is", "its", "fails", "It"}
    for group, keys in sentences().items():
        for name, texts in keys.items():
            assert set(texts) == {"student", "clinician", "lay"}, f"{group}.{name}"
            used = {register: _parameters(text) - may_leave_out for register, text in texts.items()}
            assert used["student"] == used["clinician"] == used["lay"], f"{group}.{name}"


def _parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("register", list(Register))
def test_feedback_speaks_one_register(model: neuraxis.Model, register: Register) -> None:
    findings = neuraxis.parse_findings(model, {"str.fdi.L": "2", "str.adm.L": "2", "sens.pin.little.L": "reduced"})
    case = neuraxis.Case(neuraxis.Stage.CHRONIC, findings, "ulnelb:L")
    answer = neuraxis.parse_answer(model, {"motor_class": "UMN", "level": "medulla", "side": "R", "site": "wallen"})
    told = neuraxis.word_feedback(model, case, answer, neuraxis.grade(model, case, answer), register)
    text = " ".join((told.headline, *told.axes, *told.deciding, *told.yours, *told.key, *told.path, told.note))
    expected = {
        Register.STUDENT: "A lesion of the left ulnar nerve at the elbow explains",
        Register.CLINICIAN: "left FDI 2/5",
        Register.LAY: "The nerve at the left elbow that serves the little finger",
    }
    assert expected[register] in text
    assert (register is Register.LAY) is ("ulnar" not in text)
    assert not PLACEHOLDER.search(text)


def test_a_register_without_words_uses_those_of_the_student() -> None:
    assert say("headline.right", register=Register.STUDENT) == "Right: 100 %."
    assert say("headline.right", register=Register.CLINICIAN) != say("headline.right")


def test_the_student_is_the_default(model: neuraxis.Model) -> None:
    finding = Finding("ptosis.R", "partial")
    assert neuraxis.word_finding(model, finding) == neuraxis.word_finding(model, finding, Register.STUDENT)
    assert neuraxis.word_finding(model, finding, Register.LAY) == "The right eyelid droops a little"


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("sites", "walen | | the {side} arm | judgment", "words for unknown 'walen'; did you mean"),
        ("sites", "wallen | | the {side} arm | judgment", "'wallen' stands twice"),
        ("muscles", "apbx | | moving the thumb | judgment", "words for unknown 'apbx'"),
        ("values", "ptosis=closed | | the {side} lid | judgment", "words for unknown 'ptosis=closed'"),
        ("items", "nosuch | | the lid | judgment", "words for unknown 'nosuch'"),
    ],
)
def test_words_for_what_is_not_there_are_a_fault(tmp_path: Path, table: str, row: str, fault: str) -> None:
    assert fault in _faults_with(tmp_path, f"registers/{table}.psv", row)


def test_a_side_that_is_missing_or_too_much_is_a_fault(tmp_path: Path) -> None:
    file = "registers/values.psv"
    text = (ATLAS_FOLDER / file).read_text(encoding="utf-8")
    spoiled = text.replace("the {side} eyelid droops a little", "the eyelid droops a little")
    spoiled = spoiled.replace("the jaw reflex is normal", "the {side} jaw reflex is {nomal}")
    faults = _faults_with(tmp_path, file, "", spoiled)
    assert "'the eyelid droops a little' should say {side}" in faults
    assert "should not say {side}" in faults
    assert "unknown placeholder {nomal}" in faults


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("item | plantar | upward | HP:0003487 | | hpo-2025", "an id for unknown 'item:plantar=upward'"),
        ("item | plantar | extensor | HP:0003487 | | hpo-2025", "'item:plantar=extensor' stands twice"),
        ("structure | cb.flock | | | UBERON:0001063 | uberon-2026", "an id for unknown 'structure:cb.flock'"),
        ("structure | mb.f3 | | | 1063 | uberon-2026", "uberon '1063' should look like"),
        ("structure | mb.f3 | | | | uberon-2026", "neither an HPO nor a UBERON id"),
    ],
)
def test_ontology_ids_are_checked(tmp_path: Path, row: str, fault: str) -> None:
    assert fault in _faults_with(tmp_path, "ontology.psv", row)


def _faults_with(tmp_path: Path, name: str, row: str, text: str | None = None) -> str:
    """The faults of an atlas with one more row, or with another text of a file."""
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    kept = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text if text is not None else f"{kept}{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_atlas(folder)
    return "\n".join(raised.value.faults)


def test_findings_carry_hpo_ids_and_structures_carry_uberon_ids(model: neuraxis.Model) -> None:
    ids = model.atlas.ontology
    assert ids["item:plantar=extensor"].hpo == "HP:0003487"
    assert ids["structure:mlf"].uberon == "UBERON:0002309"
    assert all(one.hpo if key.startswith("item:") else one.uberon for key, one in ids.items())
