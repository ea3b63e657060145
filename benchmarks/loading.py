"""What a fresh process pays: importing, compiling, loading, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Figure

IMPORT_NUMPY = "import numpy, fresh process"
ROOT = Path(__file__).parent.parent
TIMED = "import time; start = time.process_time(); {what}; print((time.process_time() - start) * 1000)"
LOAD = "import neuraxis; neuraxis.load_model()"
MEMORY_OF_NUMPY = "memory of a process with numpy"
RESIDENT = "print(next(int(line.split()[1]) / 1024 for line in open('/proc/self/status') if line.startswith('VmRSS')))"
USED = (
    "import neuraxis; model = neuraxis.load_model(); "
    "[neuraxis.generate(model, seed) for seed in range(3)]; "
    "found = (neuraxis.Finding('str.apb.R', '2'),); "
    "[neuraxis.localize(model, found, stage) for stage in (neuraxis.Stage.ACUTE, neuraxis.Stage.CHRONIC)]; "
)


def measure_loading(rounds: int) -> list[Figure]:
    """Cold compile in an empty cache folder, then cached loads, and what stays in memory."""
    with tempfile.TemporaryDirectory() as cache:
        cold = [_run(TIMED.format(what=LOAD), Path(cache, str(number))) for number in range(rounds)]
        kept = Path(cache, "0")
        cached = [_run(TIMED.format(what=LOAD), kept) for _ in range(rounds)]
        numpy = [_run(TIMED.format(what="import numpy"), kept) for _ in range(rounds)]
        bare = [_run(f"import numpy; {RESIDENT}", kept) for _ in range(rounds)]
        resident = [_run(USED + RESIDENT, kept) for _ in range(rounds)]
    return [
        Figure(IMPORT_NUMPY, "ms", tuple(numpy)),
        Figure("import and compile the model, empty cache", "ms", tuple(cold), 2000, IMPORT_NUMPY),
        Figure("import and load the model, cached", "ms", tuple(cached), 300, IMPORT_NUMPY),
        Figure(MEMORY_OF_NUMPY, "MB", tuple(bare)),
        Figure("memory of a process that has used the model", "MB", tuple(resident), 120, MEMORY_OF_NUMPY),
    ]


def _run(code: str, cache: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        # One thread for linear algebra, as manage.py says.
        env={"OPENBLAS_NUM_THREADS": "1", **os.environ, "NEURAXIS_CACHE": str(cache)},
    )
    return float(done.stdout.split()[-1])
