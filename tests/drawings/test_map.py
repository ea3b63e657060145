"""The map of the nervous system: everything of the model has its place, on its side, and the path runs through it."""

import gzip
import json
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

import neuraxis
from drawings.map import LesionPicture, schematic
from drawings.map.drawing import Region, regions
from drawings.map.paths import is_joined, lesion_picture, track
from drawings.map.stations import rule_of, rules, station, undrawn
from drawings.map.tables import HEIGHT, WIDTH, load

FIRST_VIEW = 150_000
STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=")


@pytest.fixture(scope="module")
def drawn(model: neuraxis.Model) -> list[Region]:
    return regions(model, load())


@pytest.fixture(scope="module")
def data(model: neuraxis.Model) -> dict[str, Any]:
    return dict(json.loads(schematic(model.version).data))


def picture(
    model: neuraxis.Model, place: str, findings: dict[str, str], site: str = "", side: str = "R", level: str = "pons"
) -> LesionPicture:
    parsed = neuraxis.parse_findings(model, findings)
    case = neuraxis.Case(findings=parsed, stage=neuraxis.Stage.CHRONIC, reading=neuraxis.Reading.EXAM, key=place)
    response = {"motor_class": "UMN", "level": level, "side": side, "site": site}
    return lesion_picture(model, case, response, deciding(model, case, response))


def deciding(model: neuraxis.Model, case: neuraxis.Case, response: dict[str, str]) -> list[str]:
    return [finding.item for finding in neuraxis.grade(model, case, neuraxis.parse_answer(model, response)).deciding]


HEMIPARESIS = {"str.deltoid.R": "3", "str.tibant.R": "3", "dtr.biceps.R": "4", "plantar.R": "extensor"}


# Places


def test_a_region_of_one_side_holds_no_site_of_the_other(drawn: list[Region]) -> None:
    opposite = {"R": "L", "L": "R"}
    for region in drawn:
        for place in region.choices:
            assert place.side != opposite.get(region.side, ""), (region.key, place.key)


def test_right_is_drawn_on_the_viewers_left(drawn: list[Region]) -> None:
    by_key = {region.key: region for region in drawn}
    pairs = 0
    for key, right in by_key.items():
        left = by_key.get(f"{right.area.id}:L")
        if right.side == "R" and left is not None:
            assert right.label_at[0] < left.label_at[0], key
            pairs += 1
    assert pairs > 150


def test_everything_is_drawn_within_the_map(drawn: list[Region]) -> None:
    for region in drawn:
        x, y = region.label_at
        assert 0 <= x <= WIDTH, region.key
        assert 0 <= y <= HEIGHT, region.key
    for view in load().views:
        x, y, width, height = view.box
        assert 0 <= x <= x + width <= WIDTH, view.id
        assert 0 <= y <= y + height <= HEIGHT, view.id


def test_every_region_belongs_to_a_view_with_a_name(drawn: list[Region]) -> None:
    views = {view.id: view.title for view in load().views}
    assert {region.view for region in drawn} == set(views)
    assert all(views.values())
    for view in views:
        names = [region.title for region in drawn if region.view == view]
        assert len(names) == len(set(names)), view


def test_a_segment_of_the_cord_holds_no_root_and_a_root_no_cord(drawn: list[Region]) -> None:
    levels = {
        part: {place.level for region in drawn if region.area.id.startswith(part) for place in region.choices}
        for part in ("cord.", "root.")
    }
    assert neuraxis.Level.ROOT not in levels["cord."]
    assert neuraxis.Level.THORACIC not in levels["root."]


# Structures


def test_every_structure_has_a_station_or_is_said_not_to_be_drawn(model: neuraxis.Model) -> None:
    structures = set(model.atlas.structures)
    placed = {name for name in structures if station(f"{name}:R") is not None}
    assert sorted(structures - placed - undrawn()) == []
    assert sorted(placed & undrawn()) == []
    assert sorted(undrawn() - structures) == []


def test_no_station_lacks_a_structure(model: neuraxis.Model) -> None:
    used = {rule.at + rule.plate for rule in map(rule_of, model.atlas.structures) if rule is not None}
    assert sorted(name for name, rule in rules().items() if rule.at + rule.plate not in used) == []


def test_stations_of_the_two_sides_are_mirror_images(model: neuraxis.Model) -> None:
    for name, structure in model.atlas.structures.items():
        right, left = station(f"{name}:R"), station(f"{name}:L")
        if structure.midline or right is None or left is None:
            continue
        assert right.at[0] + left.at[0] == pytest.approx(2 * right.plate.axis), name
        assert right.at[0] < right.plate.axis < left.at[0], name


# The path


def test_the_corticospinal_path_starts_left_crosses_and_ends_right(model: neuraxis.Model) -> None:
    (track, *_) = picture(model, "ic.motor:L", HEMIPARESIS).tracks
    axis = WIDTH / 2
    assert track.pathway == "corticospinal tract"
    assert track.start[0] > axis
    assert track.broken[0] > axis
    assert track.crosses is not None
    assert track.crosses[0] == pytest.approx(axis, abs=6)
    medulla, neck = load().plates["medulla"].box, load().plates["cervical"].box
    assert medulla[1] < track.crosses[1] < neck[1] + neck[3]
    assert track.whole
    assert track.cut
    ends = [float(number) for number in re.findall(r"-?\d+\.?\d*", track.cut[-1])[-2:]]
    assert ends[0] < axis
    assert ends[1] > track.crosses[1]


def test_the_path_is_whole_as_far_as_the_interruption_and_cut_after_it(model: neuraxis.Model) -> None:
    (track, *_) = picture(model, "ic.motor:L", HEMIPARESIS).tracks
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", track.whole[-1])]
    assert tuple(numbers[-2:]) == pytest.approx(track.broken, abs=0.2)
    assert re.findall(r"-?\d+\.?\d*", track.cut[0])[:2] == [f"{value:g}" for value in numbers[-2:]]


def test_the_path_to_the_lower_face_crosses_in_the_pons_as_its_words_say(model: neuraxis.Model) -> None:
    (track, *_) = picture(model, "ic.genu:L", {"weak.facelow.R": "severe", "weak.faceup.R": "normal"}).tracks
    assert "pons" in track.crossing
    assert track.crosses is not None
    _, y, _, height = load().plates["ponslow"].box
    assert y < track.crosses[1] < y + height


@pytest.mark.parametrize(
    ("words", "plates"),
    [
        ("at the pyramidal decussation", {"decuss"}),
        ("in the lower medulla, as the internal arcuate fibers", {"decuss", "medulla"}),
        ("in the anterior commissure", {"cervical", "thoracic", "lumbar"}),
        ("in the pons, just above the facial nucleus", {"ponslow"}),
        ("in the pons on its way to the midbrain", {"ponsup", "ponslow"}),
        ("in the lower midbrain", {"midbrain"}),
        ("in the medulla, after descending", {"medulla", "decuss"}),
    ],
)
def test_every_path_crosses_where_its_words_say(model: neuraxis.Model, words: str, plates: set[str]) -> None:
    boxes = [load().plates[plate].box for plate in plates]
    met = 0
    for function, routes in model.atlas.functions.items():
        pathway, crossing = model.pathway_name(function.partition(":")[0])
        if words not in crossing or not is_joined(function):
            continue
        for route in routes:
            chain = tuple(key for key, _ in route.chain)
            if {"R", "L"} <= {key.rpartition(":")[2] for key in chain}:
                cause = neuraxis.Cause(function, function, pathway, crossing, chain, chain[0], True)
                drawn = track(model, 1, cause)
                assert drawn is not None
                assert drawn.crosses is not None
                assert any(y <= drawn.crosses[1] <= y + height for _, y, _, height in boxes), (function, drawn.crosses)
                met += 1
    assert met


def test_the_spinothalamic_path_ascends_and_crosses_in_the_cord(model: neuraxis.Model) -> None:
    findings = {"sens.pin.thumb.L": "reduced", "sens.touch.thumb.L": "reduced", "sens.pin.sole.L": "reduced"}
    tracks = picture(model, "vpl:R", findings).tracks
    pain = next(one for one in tracks if one.pathway == "spinothalamic pathway")
    assert pain.start[1] > pain.broken[1]
    assert pain.start[0] > WIDTH / 2 > pain.broken[0]
    assert pain.crosses is not None
    assert pain.crosses[1] > load().plates["cervical"].box[1]


def test_key_and_answer_are_marked_by_word_and_shape(model: neuraxis.Model) -> None:
    drawn = picture(model, "ic.motor:L", HEMIPARESIS, site="crus", side="L")
    assert [(mark.kind, mark.word) for mark in drawn.named] == [("key", "Key"), ("yours", "Yours")]
    html = render_to_string("drawings/map/_path.html", {"path": drawn, "schematic": schematic(model.version)})
    assert "<strong>Key:</strong> left posterior limb of the internal capsule" in html
    assert "<strong>Yours:</strong> left cerebral peduncle" in html
    assert "place place--key" in html
    assert "place place--yours" in html
    assert not STYLE_ATTRIBUTE.search(html)


def test_a_right_answer_and_the_key_are_one_mark(model: neuraxis.Model) -> None:
    drawn = picture(model, "ic.motor:L", HEMIPARESIS, site="ic.motor", side="L")
    assert {mark.kind for mark in drawn.marks} == {"both"}


def test_an_answer_without_a_structure_is_marked_at_its_level_and_side(model: neuraxis.Model) -> None:
    drawn = picture(model, "ic.motor:L", HEMIPARESIS, side="R", level="medulla")
    (yours,) = [mark for mark in drawn.marks if mark.kind == "yours"]
    x, y, width, height = load().plates["medulla"].box
    assert x < yours.at[0] < x + width / 2
    assert y < yours.at[1] < y + height
    assert yours.name == "medulla, right"


def test_every_generated_case_can_be_drawn(model: neuraxis.Model) -> None:
    for seed in range(40):
        case = neuraxis.generate(model, seed).case
        for site in list(model.sites.values())[seed::97]:
            response = {"motor_class": "LMN", "level": str(site.level), "side": str(site.sides[0]), "site": site.id}
            drawn = lesion_picture(model, case, response, deciding(model, case, response))
            assert drawn.marks
            for mark in drawn.marks:
                assert 0 <= mark.at[0] <= WIDTH
                assert 0 <= mark.at[1] <= HEIGHT


# What is sent


def test_a_choice_fills_in_what_the_model_says(model: neuraxis.Model, data: dict[str, Any]) -> None:
    for key, name, note, level, motor_class in data["places"]:
        place = model.places[key]
        assert (name, note, level) == (place.site_name, place.note, str(place.level))
        assert motor_class == (neuraxis.class_of_place(model, key) or "")
    assert {index for those in data["regions"].values() for index in those} == set(range(len(data["places"])))


def test_the_map_is_kept_by_the_browser_under_an_address_of_its_version(client: Client, model: neuraxis.Model) -> None:
    version = schematic(model.version).version
    for part, kind in (("map.html", "text/html"), ("sites.json", "application/json"), ("map.svg", "image/svg+xml")):
        response = client.get(f"/schematic/{version}/{part}", headers={"accept-encoding": "gzip"})
        assert response["Content-Type"].startswith(kind)
        assert "immutable" in response["Cache-Control"]
        assert "Set-Cookie" not in response
        assert gzip.decompress(response.content)
        assert "immutable" not in client.get(f"/schematic/of-old/{part}")["Cache-Control"]


def test_the_map_holds_nothing_that_the_content_policy_forbids(model: neuraxis.Model) -> None:
    fragment = schematic(model.version).fragment
    assert not STYLE_ATTRIBUTE.search(fragment)
    assert "<script" not in fragment
    assert "<style" not in fragment
    assert not re.search(r"\son\w+\s*=", fragment)
