"""The list of claims to sign, and what a signed list says when it is read back."""

import shutil
from pathlib import Path

import pytest

import neuraxis
from neuraxis import InputError
from neuraxis.claims import HEADER, SENTENCES, Claim, State, list_claims, read_signatures, write_claims
from neuraxis.cli import main
from neuraxis.knowledge import ATLAS_FOLDER, load_atlas


@pytest.fixture(scope="module")
def claims(model: neuraxis.Model) -> dict[str, Claim]:
    return list_claims(model.atlas)


def signed(claims: dict[str, Claim], **changes: str) -> str:
    """A list with one line, that of `muscles:apb`, signed as right but for `changes`."""
    claim = claims["muscles:apb"]
    cells = dict(zip(HEADER, (claim.id, claim.stamp, claim.text, " ".join(claim.sources)), strict=False))
    cells |= {"name": "A. Neurologist", "date": "2026-11-20", "verdict": "right"} | changes
    return "\t".join(HEADER) + "\n" + "\t".join(cells[name] for name in HEADER) + "\n"


NO_CLAIMS = ("registers/", "ontology", "pairs", "umbrellas", "mentions")


def test_every_row_of_every_table_of_facts_is_a_claim(model: neuraxis.Model, claims: dict[str, Claim]) -> None:
    tables = {name.partition(":")[0] for name in claims}
    assert tables == set(SENTENCES)
    in_files = {where for where in model.atlas.row_sources if not where.startswith(NO_CLAIMS)}
    # The normal value of a sign, and a value that stands for several of them.
    worded_only = sum(1 + len(sign.sets) for sign in model.atlas.signs.values())
    assert len(claims) == len(in_files) - worded_only


def test_claims_are_plain_sentences(claims: dict[str, Claim]) -> None:
    for claim in claims.values():
        assert claim.text[0].isupper(), claim.id
        assert claim.text.endswith("."), claim.id
        assert not set("\t\n{}|`*") & set(claim.text), claim.id
        assert claim.sources, claim.id


def test_no_two_claims_say_the_same(claims: dict[str, Claim]) -> None:
    assert len({claim.text for claim in claims.values()}) == len(claims)


def test_a_muscle_reads_in_words(claims: dict[str, Claim]) -> None:
    text = claims["muscles:apb"].text
    assert text.startswith("The abductor pollicis brevis (thumb abduction at right angles to the palm, region arm.d)")
    assert "C8 35 %, T1 65 %" in text
    assert "recurrent thenar branch of the median nerve" in text


@pytest.mark.parametrize(
    ("table", "old", "new", "claim"),
    [
        ("muscles.psv", "C8:.35 T1:.65", "C8:.45 T1:.55", "muscles:apb"),
        ("pathway_names.psv", "in the lower medulla | blum", "in the upper medulla | blum", "pathway_names:u."),
        ("reflexes.psv", "L2:.1 L3:.45", "L2:.2 L3:.35", "reflexes:knee"),
    ],
)
def test_the_stamp_changes_with_the_fact(
    claims: dict[str, Claim], tmp_path: Path, table: str, old: str, new: str, claim: str
) -> None:
    folder = Path(shutil.copytree(ATLAS_FOLDER, tmp_path / "atlas"))
    text = (folder / table).read_text(encoding="utf-8")
    assert old in text
    (folder / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    changed = list_claims(load_atlas(folder), folder)
    assert changed.keys() == claims.keys()
    assert changed[claim].stamp != claims[claim].stamp


def test_an_empty_list_has_no_verdicts(claims: dict[str, Claim]) -> None:
    text = write_claims(claims.values())
    assert len(text.splitlines()) == len(claims) + 1
    assert read_signatures(claims, text) == []


def test_a_right_claim_is_signed(claims: dict[str, Claim]) -> None:
    (one,) = read_signatures(claims, signed(claims))
    assert (one.id, one.name, str(one.date), one.state) == (
        "muscles:apb", "A. Neurologist", "2026-11-20", State.SIGNED,
    )  # fmt: skip


def test_a_refusal_keeps_what_would_be_right(claims: dict[str, Claim]) -> None:
    (one,) = read_signatures(claims, signed(claims, verdict="Wrong: C8 and T1 equally"))
    assert (one.state, one.remark) == (State.REFUSED, "C8 and T1 equally")


def test_a_claim_that_has_changed_is_stale(claims: dict[str, Claim]) -> None:
    (one,) = read_signatures(claims, signed(claims, stamp="000000000000"))
    assert one.state is State.STALE


def test_a_claim_that_is_gone_is_unknown(claims: dict[str, Claim]) -> None:
    (one,) = read_signatures(claims, signed(claims, id="muscles:palmaris"))
    assert one.state is State.UNKNOWN


def test_a_list_from_a_spreadsheet_is_read(claims: dict[str, Claim]) -> None:
    """With a byte order mark, quoted cells and empty lines at the end."""
    text = signed(claims).replace(claims["muscles:apb"].text, f'"{claims["muscles:apb"].text}"')
    (one,) = read_signatures(claims, "\ufeff" + text + "\t" * (len(HEADER) - 1) + "\n\n")
    assert one.state is State.SIGNED


def test_all_faults_come_at_once(claims: dict[str, Claim]) -> None:
    header, line = signed(claims, name="", date="20.11.2026", verdict="rihgt").splitlines()
    with pytest.raises(InputError) as raised:
        read_signatures(claims, f"{header}\n{line}\nmuscles:apb\tone cell too few\n")
    assert raised.value.faults == (
        "line 2: verdict 'rihgt' should be right or wrong; did you mean right?",
        "line 2: muscles:apb has a verdict but no name",
        "line 2: date '20.11.2026' should be written as 2026-01-31",
        "line 3: 2 cells; a line has 7",
    )


@pytest.mark.parametrize("text", ["", "no,header\n"])
def test_a_list_without_its_header_is_refused(claims: dict[str, Claim], text: str) -> None:
    with pytest.raises(InputError, match="the first line should name the columns"):
        read_signatures(claims, text)


def test_the_command_lists_the_claims(claims: dict[str, Claim], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 0
    assert capsys.readouterr().out == write_claims(claims.values())


@pytest.mark.parametrize(("stamp", "code", "word"), [(None, 0, "1 signed"), ("000000000000", 1, "1 stale")])
def test_the_command_reads_a_signed_list(
    claims: dict[str, Claim],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stamp: str | None,
    code: int,
    word: str,
) -> None:
    file = tmp_path / "signed.tsv"
    file.write_text(signed(claims, **({"stamp": stamp} if stamp else {})), encoding="utf-8")
    assert main(["claims", "--read", str(file)]) == code
    out = capsys.readouterr().out
    assert word in out
    assert out.endswith(f"of {len(claims)} claims are signed\n")


def test_the_command_refuses_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--read", "no-such-file.tsv"]) == 2
    assert "cannot read no-such-file.tsv" in capsys.readouterr().err
