"""The model on the command line: items, localize, simulate, catalogue, atlas, claims."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from neuraxis.acceptance import Outcome, run_catalogue
from neuraxis.book import write_book
from neuraxis.claims import State, list_claims, read_signatures, report, write_claims
from neuraxis.consistency import find_contradictions
from neuraxis.discriminators import write_sheet
from neuraxis.examination import Kind, parse_findings
from neuraxis.explanation import explain
from neuraxis.frequencies import PUBLISHED, compare, write_frequencies
from neuraxis.linting import MISFIT
from neuraxis.localization import Combination, Posterior, localize, localize_several
from neuraxis.network import lesion_at
from neuraxis.network.lesions import find_place
from neuraxis.reach import find_reach, stamp, write_reach
from neuraxis.simulation import Model, load_model, simulate
from neuraxis.vocabulary import LATERAL, InputError, Reading, Side, Stage, suggest
from neuraxis.wording import (
    CONVENTIONS,
    word_contradiction,
    word_explanation,
    word_finding,
    word_kind,
    word_meaning,
    word_place,
)

Say = Callable[[str], Any]
SHOWN = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; prints errors to standard error and returns 2 for unreadable input, 1 for failed rows."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(load_model(), options, lambda line: sys.stdout.write(line + "\n")))
    except InputError as error:
        for fault in error.faults:
            sys.stderr.write(f"error: {fault}\n")
        return 2
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m neuraxis", description="A causal model of the nervous system.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
        return command

    add("items", _items, "every item of the examination: id, values, what they mean")
    add("localize", _localize, "rank the places that findings point to").add_argument(
        "file", help="JSON file, or - for standard input"
    )
    one = add("simulate", _simulate, "the examination that a lesion predicts")
    one.add_argument("site", help="a site, as in wallen, root.C7 or root with --segment C7")
    one.add_argument("--side", default="", help="R, L or M")
    one.add_argument("--stage", default="chronic", help="acute or chronic")
    one.add_argument("--segment", default="", help="segment of a site that exists per segment")
    add("catalogue", _catalogue, "run acceptance rows: does each target rank first?").add_argument("file")
    book = commands.add_parser("atlas", help="write the atlas in words, with its sources, as Markdown")
    book.add_argument("--check", metavar="FILE", help="write nothing; fail when FILE is stale")
    book.set_defaults(run=_atlas)
    sheet = commands.add_parser("discriminators", help="the findings that separate places that students confuse")
    sheet.set_defaults(run=_discriminators)
    signing = commands.add_parser("claims", help="list every fact as a claim to sign, as tab-separated lines")
    signing.add_argument("--read", metavar="FILE", help="report a signed list: signed, refused, stale or unknown")
    signing.set_defaults(run=_claims)
    reach = commands.add_parser("reach", help="write which sites generated cases reach, and why not the others")
    reach.add_argument("--check", metavar="FILE", help="write nothing; fail when FILE is of another model")
    reach.set_defaults(run=_reach)
    beside = commands.add_parser("frequencies", help="write simulated frequencies of signs beside the published ones")
    beside.add_argument("--check", metavar="FILE", help="write nothing; fail when FILE is stale")
    beside.set_defaults(run=_frequencies)
    return parser


def _reach(model: Model, options: argparse.Namespace, say: Say) -> int:
    if options.check is None:
        for line in write_reach(model, find_reach(model)):
            say(line)
        return 0
    if stamp(model) in _read(options.check):
        return 0
    sys.stderr.write(f"{options.check} is of another model: write it again with python -m neuraxis reach\n")
    return 1


def _frequencies(model: Model, options: argparse.Namespace, say: Say) -> int:
    fresh = "\n".join(write_frequencies(model, compare(model, PUBLISHED)))
    return _write_or_check(fresh + "\n", "frequencies", options.check, say)


def _atlas(model: Model, options: argparse.Namespace, say: Say) -> int:
    return _write_or_check(write_book(model.atlas), "atlas", options.check, say)


def _write_or_check(fresh: str, command: str, kept_in: str | None, say: Say) -> int:
    """Writes a page, or compares it with the file that keeps it."""
    if kept_in is None:
        say(fresh.rstrip("\n"))
        return 0
    kept = _read(kept_in)
    if kept == fresh:
        return 0
    at = next((n for n, (old, new) in enumerate(_pair_lines(kept, fresh), start=1) if old != new), 0)
    sys.stderr.write(f"{kept_in} is stale from line {at}: write it again with python -m neuraxis {command}\n")
    return 1


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError([f"cannot read {file}: {error.strerror}"]) from None


def _pair_lines(one: str, other: str) -> Iterator[tuple[str | None, str | None]]:
    return zip_longest(one.splitlines(), other.splitlines())


def _discriminators(model: Model, options: argparse.Namespace, say: Say) -> int:
    for line in write_sheet(model):
        say(line)
    return 0


def _claims(model: Model, options: argparse.Namespace, say: Say) -> int:
    claims = list_claims(model.atlas)
    if options.read is None:
        say(write_claims(claims.values()).rstrip("\n"))
        return 0
    try:
        text = Path(options.read).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([f"cannot read {options.read}: {error}"]) from None
    signatures = read_signatures(claims, text)
    for line in report(claims, signatures):
        say(line)
    return 0 if all(one.state is State.SIGNED for one in signatures) else 1


def _items(model: Model, options: argparse.Namespace, say: Say) -> int:
    if options.json:
        rows = [
            {
                "id": item.id,
                "values": list(item.takes),
                "normal": item.normal,
                "name": item.name,
                "wording": dict(item.wording),
                "meaning": word_meaning(item),
            }
            for item in model.items.values()
        ]
        say(json.dumps(rows, indent=1))
        return 0
    for line in (*CONVENTIONS, *(f"{kind.replace('_', ' ')}: {word_kind(kind)}" for kind in Kind)):
        say(f"# {line}")
    for item in model.items.values():
        say(f"{item.id:24} {' '.join(item.takes):36} {item.name}")
    return 0


def _localize(model: Model, options: argparse.Namespace, say: Say) -> int:
    stage, reading, findings = read_case(model, options.file)
    posterior = localize(model, findings, stage, reading=reading)
    several = localize_several(model, findings, stage, reading=reading) if findings else None
    reasons = word_explanation(model, explain(model, findings, stage, posterior.ranked[0].place.key))
    impossible = [word_contradiction(model, one) for one in find_contradictions(model.atlas.implications, findings)]
    if options.json:
        found = {
            "model": model.version,
            **_ranking(posterior, several),
            "contradictions": impossible,
            "explanation": reasons,
        }
        say(json.dumps(found, indent=1))
        return 0
    for finding in findings:
        say(f"- {word_finding(model, finding)}")
    for line in (*_ranking_lines(posterior), "", *impossible, *_doubts(posterior, several), *reasons):
        say(line)
    return 0


def _ranking(posterior: Posterior, several: Combination | None) -> dict[str, Any]:
    return {
        "ranked": [
            {
                "place": one.place.key,
                "name": one.place.name,
                "level": one.place.level,
                "side": one.place.side,
                "members": [place.key for place in one.members],
                "probability": round(one.probability, 6),
            }
            for one in posterior.ranked
        ],
        "side": {key: round(p, 6) for key, p in posterior.side.items()},
        "level": {key: round(p, 6) for key, p in posterior.level.items()},
        "motor_class": posterior.likely_class,
        "apparent_class": posterior.apparent_class,
        "fit_z": round(posterior.fit_z, 3),
        "several": [place.key for place in several.places] if several else None,
    }


def _ranking_lines(posterior: Posterior) -> Iterator[str]:
    yield f"\nClass: {posterior.likely_class} (signs alone: {posterior.apparent_class})"
    for one in posterior.ranked:
        if one.probability >= 0.005:
            also = f"  = {', '.join(place.key for place in one.members[1:])}" if len(one.members) > 1 else ""
            yield f"{one.probability:6.1%}  {one.place.key:16} {one.place.level:12} {word_place(one.place)}{also}"


def _doubts(posterior: Posterior, several: Combination | None) -> list[str]:
    """What to say when one place is not the whole story."""
    if several is not None:
        named = "; ".join(word_place(place) for place in several.places)
        return [f"Several lesions explain more than one ({several.pattern}, odds {several.odds:.0f}): {named}."]
    if posterior.fit_z < MISFIT:
        return [f"No one place explains these findings well (fit {posterior.fit_z:.1f})."]
    return []


def read_case(model: Model, file: str) -> tuple[Stage, Reading, tuple[Any, ...]]:
    """Stage, reading and findings of a JSON file. Raises InputError that names what is wrong."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        data = json.loads(text)
    except OSError as error:
        raise InputError([f"cannot read {file}: {error.strerror}"]) from None
    except ValueError as error:
        raise InputError([f"{file} is not JSON: {error}"]) from None
    if not isinstance(data, dict) or "findings" not in data:
        raise InputError([f'{file} should hold an object with "stage", "reading" and "findings"'])
    stage, reading = data.get("stage", "chronic"), data.get("reading", "vignette")
    if stage not in list(Stage):
        raise InputError([f"stage {stage!r} is not one of {', '.join(Stage)}"])
    if reading not in list(Reading):
        raise InputError([f"reading {reading!r} is not one of {', '.join(Reading)}"])
    return Stage(stage), Reading(reading), parse_findings(model.items, data["findings"])


def _simulate(model: Model, options: argparse.Namespace, say: Say) -> int:
    if options.stage not in list(Stage):
        raise InputError([f"stage {options.stage!r} is not one of {', '.join(Stage)}"])
    site = f"{options.site}.{options.segment}" if options.segment else options.site
    place = find_place(model.places, _place_key(model, site, options.side))
    expected = simulate(model, [lesion_at(model.atlas, place)], Stage(options.stage))
    if options.json:
        say(json.dumps({"place": place.key, "stage": options.stage, "expected": expected}, indent=1))
        return 0
    say(f"{word_place(place)}, {options.stage}")
    usual = simulate(model, [], Stage(options.stage))
    for key, values in expected.items():
        item = model.items[key]
        value = max(values, key=lambda one: values[one])
        if values[item.normal] < usual[key][item.normal] - SHOWN:
            say(f"{1 - values[item.normal]:6.1%} abnormal  {item.wording[value]}")
    return 0


def _place_key(model: Model, site: str, side: str) -> str:
    if site not in model.sites:
        raise InputError([f"unknown site {site!r}{suggest(site, model.sites)}"])
    sides = model.sites[site].sides
    if side and side not in sides:
        raise InputError([f"{site} exists on side {' '.join(sides)}, not {side!r}"])
    if not side and len(sides) > 1:
        raise InputError([f"{site} needs --side {' or '.join(LATERAL)}"])
    return f"{site}:{Side(side) if side else sides[0]}"


def _catalogue(model: Model, options: argparse.Namespace, say: Say) -> int:
    try:
        lines = Path(options.file).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError([f"cannot read {options.file}: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise InputError([f"{options.file} is not text in UTF-8"]) from None
    outcomes = list(run_catalogue(model, lines))
    passed = sum(outcome.passed for outcome in outcomes)
    if options.json:
        say(
            json.dumps(
                {"passed": passed, "failed": len(outcomes) - passed, "rows": [_outcome(one) for one in outcomes]},
                indent=1,
            )
        )
    else:
        for one in outcomes:
            say(_outcome_line(one))
        say(f"{passed} passed, {len(outcomes) - passed} failed")
    return 0 if passed == len(outcomes) else 1


def _outcome(one: Outcome) -> dict[str, Any]:
    top = [{"place": candidate.place.key, "probability": round(candidate.probability, 4)} for candidate in one.top]
    return {
        "line": one.number,
        "target": one.target,
        "passed": one.passed,
        "place_right": one.place_right,
        "class_right": one.class_right,
        "motor_class": one.motor_class,
        "top": top,
        "fault": one.fault,
    }


def _outcome_line(one: Outcome) -> str:
    if one.fault:
        return f"cannot run  {one.target:14} {one.fault}"
    if one.passed:
        return f"ok          {one.target:14} line {one.number}"
    top = ", ".join(f"{candidate.place.key} {candidate.probability:.2f}" for candidate in one.top)
    what = "place" if not one.place_right else f"class {one.motor_class}"
    return f"MISS {what:7} {one.target:14} line {one.number}: {top}"
