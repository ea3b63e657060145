"""`python -m benchmarks`: measures everything in one run and prints a Markdown table."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterable

import numpy

from benchmarks.engine import measure_engine
from benchmarks.floors import measure_floor
from benchmarks.loading import measure_loading
from benchmarks.pages import measure_pages
from benchmarks.timing import Figure


def main() -> None:
    """Runs every measurement, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="cases to generate (200)")
    parser.add_argument("--rounds", type=int, default=15, help="repetitions of each call (15)")
    parser.add_argument("--processes", type=int, default=3, help="fresh processes of each kind (3)")
    parser.add_argument("--questions", type=int, default=30, help="questions opened and answered (30)")
    options = parser.parse_args()
    figures = [
        *measure_loading(options.processes),
        measure_floor(options.rounds),
        *measure_engine(options.rounds, options.seeds),
        *measure_pages(options.questions),
    ]
    print("| What | Target | Median | 9 of 10 within | Compared with | Ratio |")
    print("| --- | ---: | ---: | ---: | --- | ---: |")
    for line in _lines(figures):
        print(line)
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    machine = f"Python {platform.python_version()}, numpy {numpy.__version__}, {os.cpu_count()} cores, load {load}"
    print(f"\nProcessor time. {machine}")


def _lines(figures: Iterable[Figure]) -> Iterable[str]:
    by_name = {figure.name: figure for figure in figures}
    for figure in by_name.values():
        floor = by_name.get(figure.floor)
        target = f"{_number(figure.target)} {figure.unit}" if figure.target is not None else ""
        ratio = f"{_number(figure.median / floor.median)}" if floor else ""
        cells = [
            figure.name,
            target,
            f"{_number(figure.median)} {figure.unit}",
            f"{_number(figure.most)} {figure.unit}",
            figure.floor,
            ratio,
        ]
        yield f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


if __name__ == "__main__":
    main()
