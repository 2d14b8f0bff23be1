"""Error rates of the whole verdict over simulated programmes of known truth (resumable).

make bench-truth, or: python tests/benchmarks/bench_truth.py --grid full --programmes 400
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import truth_cells  # noqa: E402 - found by the line above
from rich.progress import Progress  # noqa: E402

from model.simulate import simulate_series  # noqa: E402
from model.verdict import judge  # noqa: E402

RESULTS = ROOT / "tests" / "output" / "error_rates"
TABLE = ROOT / "tests" / "reference" / "error_rates.md"
BATCH = 20
SEED = 20_260_930
VERDICTS = ("lead", "both", "reverse", "together", "none", "insufficient")
#: What the numbers depend on.
SOURCES = ("statistics/*.py", "latent_process.py", "simulate.py", "verdict.py", "verdict_rule.py")


def code_version() -> str:
    """Return a digest of the code that the rates are a property of."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted((ROOT / "model").glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


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
    found = judge(series.x, series.y, series.se_x, series.se_y, with_sensitivity=False, seed=number)
    return {
        "number": number,
        "verdict": found.verdict,
        "forward": float(found.forward.estimate),
        "forward_p": float(found.forward.p),
        "covered": bool(found.forward.low <= series.truth.forward <= found.forward.high),
        "reverse_p": float(found.reverse.p),
        "notes": len(found.reasons) > 1,
    }


def batch(cell: truth_cells.Cell, first: int, last: int) -> list[dict[str, object]]:
    """Return the results of some programmes of a cell."""
    return [judged(cell, number) for number in range(first, last)]


def kept(cell: truth_cells.Cell, folder: Path) -> list[dict[str, object]]:
    """Return the results that were kept from an earlier run."""
    path = folder / f"{cell.key.replace('/', '-')}.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


def run(cells: list[truth_cells.Cell], programmes: int, folder: Path, workers: int) -> None:
    """Judge what is still missing, and keep every batch as it comes."""
    folder.mkdir(parents=True, exist_ok=True)
    todo = [
        (cell, first)
        for cell in cells
        for first in range(0, programmes, BATCH)
        if first not in {row["number"] for row in kept(cell, folder)}
    ]
    with Progress() as progress, ProcessPoolExecutor(workers) as pool:
        bar = progress.add_task("programmes", total=len(todo) * BATCH)
        jobs = [
            (cell, pool.submit(batch, cell, first, min(first + BATCH, programmes)))
            for cell, first in todo
        ]
        for cell, job in jobs:
            with (folder / f"{cell.key.replace('/', '-')}.jsonl").open("a") as file:
                file.writelines(json.dumps(row) + "\n" for row in job.result())
            progress.advance(bar, BATCH)


def table(cells: list[truth_cells.Cell], folder: Path) -> str:
    """Return the rates as a Markdown table."""
    lines = [
        "| truth | what else | units | periods | programmes | 5 % test forward | method page | "
        "reverse | coverage | " + " | ".join(VERDICTS) + " |",
        "|" + "---|" * (9 + len(VERDICTS)),
    ]
    for cell in cells:
        rows = kept(cell, folder)
        if not rows:
            continue
        share = 100 / len(rows)
        counts = Counter(row["verdict"] for row in rows)
        page = truth_cells.METHOD.get(cell.scenario, {}).get((cell.units, cell.periods), "")
        forward = sum(row["forward_p"] < 0.05 for row in rows) * share
        reverse = sum(row["reverse_p"] < 0.05 for row in rows) * share
        covered = sum(row["covered"] for row in rows) * share
        verdicts = " | ".join(f"{counts[name] * share:.1f}" for name in VERDICTS)
        lines.append(
            f"| {cell.scenario} | {cell.name} | {cell.units} | {cell.periods} | {len(rows)} | "
            f"{forward:.1f} | {page if cell.name == 'plain' else ''} | {reverse:.1f} | "
            f"{covered:.1f} | {verdicts} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run, print the table, and write it when it is complete."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--grid", choices=("first", "full"), default="first")
    asked.add_argument("--programmes", type=int, default=400)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--only", default="", help="part of the keys of the cells to run")
    given = asked.parse_args()
    version = code_version()
    folder = RESULTS / version
    cells = [cell for cell in truth_cells.cells(given.grid) if given.only in cell.key]
    run(cells, given.programmes, folder, given.workers)
    rates = table(cells, folder)
    print(rates)
    if not given.only:
        TABLE.write_text(
            "# Error rates of the verdict, in percent of simulated programmes\n\n"
            f"Made by `make bench-truth` (grid {given.grid}). Seed {SEED}, code {version}.\n"
            "Standard error of a share p over n programmes: √(p(100−p)/n), about 1 at 5 %.\n\n"
            f"{rates}\n"
        )


if __name__ == "__main__":
    main()
