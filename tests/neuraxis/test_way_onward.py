"""Where a motor pathway leads after the neuron that a lesion interrupts."""

import neuraxis


def causes(model: neuraxis.Model, place: str, findings: dict[str, str]) -> dict[str, neuraxis.Cause]:
    parsed = neuraxis.parse_findings(model, findings)
    return dict(neuraxis.explain(model, parsed, neuraxis.Stage.CHRONIC, place).causes)


def test_an_upper_motor_neuron_leads_on_by_horn_root_and_nerve_to_its_muscle(model: neuraxis.Model) -> None:
    cause = causes(model, "ic.motor:L", {"str.deltoid.R": "2", "plantar.R": "extensor"})["str.deltoid.R"]
    onward = neuraxis.way_onward(model, cause)
    assert cause.chain[0] == "m1.arm:L"
    assert onward[0] == "cord.ah.C5:R"
    assert "axn:R" in onward
    assert onward[-1] == "mus.deltoid:R"


def test_a_lower_motor_neuron_has_only_its_muscle_left(model: neuraxis.Model) -> None:
    cause = causes(model, "axn:L", {"str.deltoid.L": "1"})["str.deltoid.L"]
    assert neuraxis.way_onward(model, cause) == ("mus.deltoid:L",)


def test_feeling_has_no_muscle(model: neuraxis.Model) -> None:
    cause = causes(model, "vpl:R", {"sens.pin.thumb.L": "reduced"})["sens.pin.thumb.L"]
    assert neuraxis.way_onward(model, cause) == ()
