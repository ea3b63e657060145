"""The discriminator sheet: at least 60 pairs, fresh, and true to what every textbook says of them."""

from pathlib import Path

import neuraxis
from neuraxis.discriminators import discriminate, write_sheet
from neuraxis.vocabulary import Stage

SHEET = Path(__file__).parents[2] / "docs" / "discriminators.md"


def test_the_sheet_is_fresh() -> None:
    assert SHEET.read_text(encoding="utf-8").splitlines() == list(write_sheet(neuraxis.load_model()))


def test_the_sheet_holds_sixty_pairs() -> None:
    assert len(neuraxis.load_model().atlas.pairs) >= 60


def test_inversion_and_hip_abduction_tell_a_root_from_a_peroneal_foot_drop() -> None:
    sheet = discriminate(neuraxis.load_model(), "root.L5:R", "cpn:R", Stage.CHRONIC)
    shown = {one.item.base: one for one in sheet.items}
    assert shown["str.tibpost"].ratio > 5
    assert shown["str.glutmed"].ratio > 5


def test_brachioradialis_tells_the_spiral_groove_from_the_hand_knob() -> None:
    sheet = discriminate(neuraxis.load_model(), "handknob:L", "radsg:R", Stage.ACUTE)
    assert {"str.brachiorad": True}.items() <= {one.item.base: one.ratio < 0.2 for one in sheet.items}.items()
