"""Error rates of the whole verdict over simulated programmes of known truth (resumable).

make bench-truth, or: python tests/benchmarks/bench_truth.py --programmes 400 --workers 2
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import truth_cells  # noqa: E402 - found by the line above
import truth_table  # noqa: E402
from rich.progress import Progress  # noqa: E402
from truth_version import code_version  # noqa: E402

from model.simulate import simulate_series  # noqa: E402
from model.verdict import judge  # noqa: E402

RESULTS = ROOT / "tests" / "output" / "error_rates"
BATCH = 20
#: Every cell gets so many programmes first, then the next: a run cut short has all cells.
ROUNDS = (40, 100, 200, 400)
SEED = 20_260_930


def judged(cell: truth_cells.Cell, number: int) -> dict[str, object]:
    """Return what the judge says of one simulated programme."""
    series = simulate_series(
        cell.scenario,
        units=cell.units,
        periods=cell.periods,
        seed=SEED + number,
        process=cell.process,
        conditions=cell.conditions,
    )
    found = judge(
        series.x,
        series.y,
        series.se_x,
        series.se_y,
        with_sensitivity=False,
        lag_window=cell.lag_window,
        seed=number,
    )
    return {
        "number": number,
        "verdict": found.verdict,
        "ruled": found.ruled,
        "forward_p": float(found.forward.p),
        "covered": bool(found.forward.low <= series.truth.forward <= found.forward.high),
        "reverse_p": float(found.reverse.p),
        "fired": [one.name for one in found.diagnostics if one.fired],
        "lag": found.forward.lag,
        "plausible": list(found.forward.plausible_lags),
    }


def batch(cell: truth_cells.Cell, first: int, last: int) -> list[dict[str, object]]:
    """Return the results of some programmes of a cell."""
    return [judged(cell, number) for number in range(first, last)]


def missing(
    cells: list[truth_cells.Cell], programmes: int, folder: Path
) -> list[tuple[truth_cells.Cell, int]]:
    """Return the batches that are still to be run, in the order of the rounds."""
    out = []
    before = 0
    for until in sorted({min(size, programmes) for size in (*ROUNDS, programmes)}):
        for cell in cells:
            done = {row["number"] for row in truth_table.kept(cell, folder)}
            firsts = range(before, until, BATCH)
            out += [(cell, first) for first in firsts if first not in done]
        before = until
    return out


def run(cells: list[truth_cells.Cell], programmes: int, folder: Path, workers: int) -> None:
    """Judge what is still missing, and keep every batch as it comes."""
    folder.mkdir(parents=True, exist_ok=True)
    todo = missing(cells, programmes, folder)
    with Progress() as progress, ProcessPoolExecutor(workers) as pool:
        bar = progress.add_task("programmes", total=len(todo) * BATCH)
        jobs = [
            (cell, pool.submit(batch, cell, first, min(first + BATCH, programmes)))
            for cell, first in todo
        ]
        for cell, job in jobs:
            with truth_table.place(cell, folder).open("a") as file:
                file.writelines(json.dumps(row) + "\n" for row in job.result())
            progress.advance(bar, BATCH)


def main() -> None:
    """Run what is missing, and write the table of what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--programmes", type=int, default=400)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--only", default="", help="part of the keys of the cells to run")
    asked.add_argument("--table", action="store_true", help="only write the table")
    given = asked.parse_args()
    folder = RESULTS / code_version()
    cells = truth_cells.cells()
    if not given.table:
        chosen = [cell for cell in cells if given.only in cell.key]
        run(chosen, given.programmes, folder, given.workers)
    text = truth_table.document(cells, folder, seed=SEED, code=code_version())
    truth_table.TABLE.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
