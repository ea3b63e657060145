"""The figures of the examination: everything has its place, on its side, and is never told by color alone."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

import neuraxis
from drawings.chart import Figures, Mark, figures
from drawings.chart.tables import load

STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=")
FIRST_VIEW = 150_000
FOLLOWING = 30_000
STATES = {"normal", "abnormal", "not_examined"}


GAZE = {"eye.abd", "eye.add", "eye.elev", "eye.dep", "eye.so"}


def finding(item: str, value: str) -> neuraxis.Finding:
    return neuraxis.Finding(item, value)


def marks(drawn: Figures) -> list[Mark]:
    return [
        mark
        for sheet in drawn.sheets
        for drawing in sheet.drawings
        for picture in drawing.pictures
        for mark in picture.marks
    ]


def mark(drawn: Figures, item: str) -> Mark:
    return next(mark for mark in marks(drawn) if mark.item == item)


def page(drawn: Figures) -> str:
    return render_to_string("drawings/chart/_figures.html", {"figures": drawn})


def xs(text: str) -> list[float]:
    """The x of every point of a path of M, L and C alone."""
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]
    return numbers[0::2]


@pytest.fixture(scope="module")
def generated(model: neuraxis.Model) -> list[neuraxis.GeneratedCase]:
    return [neuraxis.generate(model, seed) for seed in range(24)]


# Places and items


def test_every_value_of_a_drawn_item_is_drawn(model: neuraxis.Model) -> None:
    for item in model.items.values():
        if item.base in load().places:
            for value in item.values:
                drawn = figures(model, [finding(item.id, value)])
                shown = [mark for mark in marks(drawn) if mark.item == item.id]
                is_quiet = (
                    value == item.normal and neuraxis.word_finding(model, finding(item.id, value)) in drawn.normal
                )
                assert shown or is_quiet or item.base.startswith(("waste.", "fasc.")), (item.id, value)
                assert all(mark.state == ("normal" if value == item.normal else "abnormal") for mark in shown)


def test_weakness_without_a_grade_is_drawn_as_such(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("str.deltoid.R", "weak"), finding("weak.facelow.L", "weak")])
    assert mark(drawn, "str.deltoid.R").label == "weak"
    assert mark(drawn, "weak.facelow.L").label == "weak"


def test_what_no_figure_can_show_is_said(model: neuraxis.Model) -> None:
    """A gait of unstated kind has no picture, and still stands among the findings."""
    for item in model.items.values():
        for value in item.sets:
            drawn = figures(model, [finding(item.id, value)])
            words = neuraxis.word_finding(model, finding(item.id, value))
            assert words in [line.words for _, group in drawn.abnormal for line in group], (item.id, value)


def test_every_value_in_the_tables_is_one_of_its_item(model: neuraxis.Model) -> None:
    for base, places in load().places.items():
        values = {value for item in model.items.values() if item.base == base for value in item.takes}
        assert not values or {place.value for place in places} - {""} <= values, base


def test_every_view_has_an_outline_and_every_place_a_view() -> None:
    atlas = load()
    assert {place.view for places in atlas.places.values() for place in places} == set(atlas.views)
    assert all(view.outline for view in atlas.views.values())


# Right and left


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("str.deltoid", "3"),
        ("reg.leg.d", "2"),
        ("str.apb", "1"),
        ("str.fdi", "1"),
        ("str.edb", "1"),
        ("str.intrfoot", "4"),
        ("dtr.knee", "4"),
        ("sens.pin.l4", "absent"),
        ("sens.touch.s3", "reduced"),
        ("sens.pin.v1", "reduced"),
        ("pupil", "dilated"),
    ],
)
def test_right_is_drawn_on_the_viewers_left(model: neuraxis.Model, item: str, value: str) -> None:
    right, left = (mark(figures(model, [finding(f"{item}.{side}", value)]), f"{item}.{side}") for side in "RL")
    width = load().views[right.view].width
    assert right.at is not None
    assert left.at is not None
    assert right.at[0] < width / 2 < left.at[0]
    assert right.at[0] + left.at[0] == pytest.approx(width)


@pytest.mark.parametrize("item", ["str.glutmax.R", "sens.pin.s2.R"])
def test_seen_from_behind_right_is_on_the_right_and_says_so(model: neuraxis.Model, item: str) -> None:
    behind = mark(figures(model, [finding(item, "absent" if "sens" in item else "2")]), item)
    view = load().views["back"]
    assert behind.at is not None
    assert behind.at[0] > view.width / 2
    assert view.marked == ("L", "R")


def test_visual_fields_are_drawn_as_the_patient_sees_them(model: neuraxis.Model) -> None:
    right = mark(figures(model, [finding("vf.uq.R", "abnormal")]), "vf.uq.R")
    eyes = right.shapes[0].path.split("Z")[:2]
    assert [min(xs(eye.split("A")[0])) for eye in eyes] == [52, 148]  # right of the middle of either eye
    assert right.shapes[0].transform == ""
    assert load().views["fields"].marked == ("L", "R")


def test_every_drawing_that_faces_the_viewer_has_right_at_the_left_edge() -> None:
    faced = {view.id for view in load().views.values() if view.marked == ("R", "L")}
    assert set(load().views) - faced == {"back", "fields", "near", "coma", "gait"}  # the last three have no side


# What is seen


def test_states_are_those_of_the_chart(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("dtr.knee.R", "4"), finding("str.tibant.L", "5")])
    assert mark(drawn, "dtr.knee.R").state == "abnormal"
    assert mark(drawn, "dtr.knee.L").state == "not_examined"
    assert mark(drawn, "str.tibant.L").state == "normal"
    assert mark(drawn, "str.tibant.R").state == "not_examined"


def test_a_limb_in_which_nothing_was_tested_is_hatched(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("str.tibant.R", "1")])
    limb = mark(drawn, "reg.arm.p.L")
    assert limb.state == "not_examined"
    assert {shape.pattern for shape in limb.shapes} == {"untested"}
    assert "reg.leg.d.R" not in {mark.item for mark in marks(drawn)}


def test_a_quadrant_of_the_fields_that_was_not_tested_is_hatched(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("vf.uq.R", "abnormal"), finding("vf.uq.L", "normal")])
    assert {mark.item: mark.shapes[0].pattern for mark in marks(drawn)} == {
        "vf.uq.R": "fields",
        "vf.uq.L": "",
        "vf.lq.R": "untested",
        "vf.lq.L": "untested",
    }


def test_a_face_is_drawn_with_its_features_examined_or_not(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("ptosis.R", "partial")])
    assert mark(drawn, "weak.facelow.R").state == "not_examined"
    assert mark(drawn, "weak.facelow.R").shapes


def test_strength_is_numbered_only_where_it_is_abnormal(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("str.deltoid.R", "3"), finding("str.deltoid.L", "5")])
    assert [mark(drawn, f"str.deltoid.{side}").label for side in "RL"] == ["3", ""]


def test_reflexes_carry_their_grade_and_the_plantar_an_arrow(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("dtr.ankle.R", "2"), finding("dtr.ankle.L", "0"), finding("plantar.R", "extensor")])
    assert [mark(drawn, f"dtr.ankle.{side}").label for side in "RL"] == ["2+", "0"]
    up, down = (
        mark(figures(model, [finding("plantar.R", value)]), "plantar.R").shapes[0].path
        for value in ("extensor", "flexor")
    )
    assert up != down


def test_each_modality_is_a_layer_with_a_hatch_of_its_own(model: neuraxis.Model) -> None:
    items = {"sens.pin.l4.R": "absent", "sens.touch.l4.R": "reduced", "sens.vib.foot.R": "abnormal"}
    drawn = figures(model, [finding(item, value) for item, value in items.items()])
    (sensation,) = drawn.sheets
    assert [drawing.id for drawing in sensation.drawings] == ["pin", "touch", "deep"]
    assert [mark(drawn, item).shapes[0].pattern for item in items] == ["pin", "touch", "deep"]
    assert [mark(drawn, item).label for item in items] == ["0", "↓", "V↓"]


def test_the_layer_shown_first_is_the_first_with_something_abnormal(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("sens.pin.l4.R", "normal"), finding("sens.jps.foot.R", "abnormal")])
    assert drawn.sheets[0].shown == "deep"


def test_a_view_that_adds_nothing_is_not_drawn(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("reg.arm.p.R", "4")])
    assert [picture.view.id for picture in drawn.sheets[0].drawings[0].pictures] == ["front"]


def test_no_state_is_told_by_color_alone(model: neuraxis.Model, generated: list[neuraxis.GeneratedCase]) -> None:
    for case in generated:
        for mark in marks(figures(model, case.findings)):
            assert mark.state in STATES
            assert mark.says
            areas = [shape for shape in mark.shapes if shape.part == "area"]
            if mark.state == "abnormal":
                assert mark.label or mark.figure == "head" or all(shape.pattern for shape in areas), mark
            if mark.state == "not_examined":
                assert all(shape.pattern == "untested" for shape in areas), mark
            if mark.state == "normal":
                assert not any(shape.pattern for shape in areas), mark


# Nine positions of gaze


def iris_of(mark: Mark) -> tuple[float, float]:
    """The middle of the iris, on the page."""
    path = next(shape for shape in mark.shapes if shape.part == "solid")
    left, top, *_, right, _ = (float(number) for number in re.findall(r"-?\d+\.?\d*", path.path)[:9])
    x = (left + right) / 2
    return (load().views["gaze"].width - x if path.transform else x), top


def in_position(drawn: Figures, column: int, row: int, side: str) -> Mark:
    """The eye of `side` in a column and row of the page, counted from the viewer's upper left."""
    view = load().views["gaze"]
    pairs = [mark for mark in marks(drawn) if mark.view == "gaze" and any(s.part == "solid" for s in mark.shapes)]
    width, height = view.width / 3, view.height / 3
    here = [
        mark
        for mark in pairs
        if width * column <= iris_of(mark)[0] < width * (column + 1)
        and height * row <= iris_of(mark)[1] < height * (row + 1)
    ]
    right, left = sorted(here, key=lambda mark: iris_of(mark)[0])
    return right if side == "R" else left


FULL = [f"eye.{movement}.{side}" for movement in ("abd", "add", "elev", "dep") for side in "RL"]


def gaze(model: neuraxis.Model, **changed: str) -> Figures:
    values = dict.fromkeys(FULL, "normal") | {item.replace("_", "."): value for item, value in changed.items()}
    return figures(model, [finding(item, value) for item, value in values.items()])


def test_free_eyes_go_together_into_nine_positions(model: neuraxis.Model) -> None:
    drawn = gaze(model)
    for column in range(3):
        for row in range(3):
            right, left = (iris_of(in_position(drawn, column, row, side)) for side in "RL")
            assert left[0] - right[0] == pytest.approx(40)
            assert left[1] == right[1]
    heights = [iris_of(in_position(drawn, 0, row, "R"))[1] for row in range(3)]
    assert heights[1] - heights[0] > heights[2] / 3


def test_a_weak_muscle_holds_its_eye_wherever_it_is_needed(model: neuraxis.Model) -> None:
    """The right eye does not go out: to the patient's right, the viewer's left, up and down there too."""
    free, held = gaze(model), gaze(model, eye_abd_R="abnormal")
    for row in range(3):
        mark = in_position(held, 0, row, "R")
        assert (mark.item, mark.state) == ("eye.abd.R", "abnormal")
        assert iris_of(mark)[0] > iris_of(in_position(free, 0, row, "R"))[0]
        assert "line" in {shape.part for shape in mark.shapes}
        assert in_position(held, 0, row, "L").state == "normal"
        assert in_position(held, 2, row, "R").state == "normal"


def test_a_mark_that_is_repeated_is_the_target_of_its_link_once(model: neuraxis.Model) -> None:
    html = page(gaze(model, eye_abd_R="abnormal"))
    assert html.count(' id="place-eye-abd-r"') == 1
    assert html.count('data-place="place-eye-abd-r"') >= 3


def test_no_two_marks_are_the_target_of_one_link(model: neuraxis.Model) -> None:
    """Each item of the eyes, abnormal, on its own: a sign beside the eyes and a mark on them never share an id."""
    eyes = [item for item in model.items.values() if item.base in {*load().places} or item.base in GAZE]
    for item in eyes:
        for value in item.values:
            ids = re.findall(r'\sid="([^"]+)"', page(figures(model, [finding(item.id, value)])))
            assert sorted({one for one in ids if ids.count(one) > 1}) == [], (item.id, value)


def test_a_gaze_palsy_holds_both_eyes(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("gazepalsy.L", "abnormal"), finding("gazepalsy.R", "normal")])
    assert [in_position(drawn, 2, 1, side).state for side in "RL"] == ["abnormal", "abnormal"]
    assert [in_position(drawn, 0, 1, side).state for side in "RL"] == ["normal", "normal"]


def test_a_position_that_needs_a_movement_nobody_tested_is_not_examined(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("eye.abd.R", "abnormal"), finding("eye.elev.L", "normal")])
    assert in_position(drawn, 0, 1, "R").state == "abnormal"
    assert in_position(drawn, 0, 0, "R").state == "not_examined"
    assert in_position(drawn, 1, 0, "L").state == "normal"


def test_the_superior_oblique_shows_in_adduction_only(model: neuraxis.Model) -> None:
    drawn = gaze(model, eye_so_R="abnormal")
    assert in_position(drawn, 2, 2, "R").item == "eye.so.R"
    assert in_position(drawn, 0, 2, "R").state == "normal"


@pytest.mark.parametrize(
    ("item", "value", "side", "dx", "dy"),
    [
        ("eyepos.R", "inward", "R", 1, 0),
        ("eyepos.L", "inward", "L", -1, 0),
        ("eyepos.R", "downout", "R", -1, 1),
        ("gazedev.R", "abnormal", "R", -1, 0),
        ("gazedev.R", "abnormal", "L", -1, 0),
        ("skew.L", "abnormal", "L", 0, 1),
        ("skew.L", "abnormal", "R", 0, 0),
        ("eyesdown", "abnormal", "L", -1, 1),
    ],
)
def test_eyes_at_rest_stand_where_they_were_found(
    model: neuraxis.Model, item: str, value: str, side: str, dx: int, dy: int
) -> None:
    straight = iris_of(in_position(gaze(model, eyepos_R="normal", eyepos_L="normal"), 1, 1, side))
    mark = in_position(gaze(model, **{item.replace(".", "_"): value}), 1, 1, side)
    assert mark.state == "abnormal"
    moved = [there - here for there, here in zip(iris_of(mark), straight, strict=True)]
    assert [(way > 0) - (way < 0) for way in moved] == [dx, dy]


# Gait and the rest


def test_how_the_patient_walks_is_drawn_and_named(model: neuraxis.Model) -> None:
    item = model.items["gait"]
    drawn = {value: mark(figures(model, [finding("gait", value)]), "gait") for value in item.values}
    assert len({shown.shapes[0].path for shown in drawn.values()}) == len(item.values)
    assert [value for value, shown in drawn.items() if not shown.label] == [item.normal]


def test_coordination_that_was_tested_on_one_side_is_open_on_the_other(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("ataxia.arm.L", "abnormal")])
    states = {mark.item: mark.state for mark in marks(drawn)}
    assert states == {
        "ataxia.arm.L": "abnormal",
        "ataxia.arm.R": "not_examined",
        "ataxia.leg.L": "not_examined",
        "ataxia.leg.R": "not_examined",
    }


def test_a_sign_that_is_drawn_only_when_present_is_said_to_be_absent(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("nystagmus", "normal"), finding("romberg", "normal")])
    assert drawn.sheets == ()
    assert set(drawn.normal) == {"No nystagmus", "Romberg test normal"}


# What is said


def test_every_abnormal_finding_is_said_and_leads_to_its_place(
    model: neuraxis.Model, generated: list[neuraxis.GeneratedCase]
) -> None:
    for case in generated:
        html = page(figures(model, case.findings))
        targets = re.findall(r'href="#(place-[a-z0-9-]+)"', html)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(targets) <= set(ids)
        for found in case.findings:
            if found.value != model.items[found.item].normal:
                assert neuraxis.word_finding(model, found) in html


def test_whatever_is_predicted_instead_can_be_drawn(
    model: neuraxis.Model, generated: list[neuraxis.GeneratedCase]
) -> None:
    """Every place of a difference is on its page, and every difference is said in the mark's words."""
    for case, other in pairwise(generated):
        expected = neuraxis.expect(model, case.findings, case.stage, other.key)
        seen = [one.seen for one in expected if not one.agrees]
        drawn = figures(model, [one.expected for one in expected], seen=seen)
        changed = [mark for mark in marks(drawn) if mark.seen]
        assert {mark.item for mark in changed} <= {found.item for found in seen}
        for mark in changed:
            assert mark.spot is not None
            assert 0 <= mark.spot[0] <= load().views[mark.view].width
            assert 0 <= mark.spot[1] <= load().views[mark.view].height
            assert mark.says.endswith(f"differs, seen: {mark.seen}")
        html = page(drawn)
        assert html.count('class="differs') == len(changed)


def test_what_no_figure_shows_is_said(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("hoarse", "abnormal"), finding("dysphagia", "normal")])
    assert drawn.sheets == ()
    assert [(title, [line.words for line in group]) for title, group in drawn.abnormal] == [
        ("Not drawn", ["Voice hoarse"])
    ]
    assert drawn.normal == ("Swallowing normal",)


def test_every_figure_has_its_equivalent_in_words(model: neuraxis.Model) -> None:
    drawn = figures(
        model, [finding("str.deltoid.R", "3"), finding("str.deltoid.L", "5"), finding("pupil.R", "dilated")]
    )
    html = page(drawn)
    images = re.findall(
        r'<svg class="figure"[^>]*role="img" aria-labelledby="([^"]+)" aria-describedby="([^"]+)"', html
    )
    assert len(images) == html.count('class="figure"') == 2
    for title, description in images:
        assert re.search(rf'<title id="{title}">\w', html)
        assert re.search(rf'<desc id="{description}">\w', html)
    assert "Abnormal: Right deltoid 3/5. Normal: left deltoid" in html


def test_what_was_not_examined_does_not_sound_normal(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("eye.abd.R", "abnormal")])
    normal = model.items["eye.add.R"].wording["normal"]
    words = [picture.says for sheet in drawn.sheets for drawing in sheet.drawings for picture in drawing.pictures]
    untested = next(one.partition("Not examined: ")[2] for one in words if "Not examined" in one)
    assert f"{normal}?" in untested
    assert all(one.endswith(("?", " more")) for one in untested.removesuffix(".").split("; "))


def test_nothing_that_the_content_policy_forbids(
    model: neuraxis.Model, generated: list[neuraxis.GeneratedCase]
) -> None:
    for case in generated:
        html = page(figures(model, case.findings))
        assert not STYLE_ATTRIBUTE.search(html)
        assert "<script" not in html
        assert not re.search(r"\son\w+\s*=", html)


def test_findings_that_the_model_no_longer_knows_are_left_to_the_tables(model: neuraxis.Model) -> None:
    drawn = figures(model, [finding("str.unheard.R", "3"), finding("dtr.knee.R", "9"), finding("dtr.knee.L", "3")])
    assert drawn.unknown == 2
    assert "2 findings of this older question can be read in the tables only" in page(drawn)


def test_nothing_examined_draws_nothing(model: neuraxis.Model) -> None:
    assert figures(model, []) == Figures((), (), (), 0)
