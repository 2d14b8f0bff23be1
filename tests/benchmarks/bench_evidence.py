"""The full evidence of a programme, beside the usual regressions on the same pairs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

import polars as pl  # noqa: E402
from bench_statistics import GAPS, two_way_regression  # noqa: E402
from rich.progress import Progress  # noqa: E402

from model.simulate import simulate_series  # noqa: E402
from pipelines.evidence import evidence_tables  # noqa: E402
from tests.pipelines.made_panel import panel_rows  # noqa: E402

UNITS, PERIODS, BELIEFS, OUTCOMES = 60, 20, 12, 4
MOST_SECONDS = 60
SOURCES = {"belief": "survey_responses", "customer": "customer_responses"}


def programme() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the panel and the measures of twelve beliefs and four outcomes."""
    series = [
        simulate_series("beliefs_lead", units=UNITS, periods=PERIODS, seed=n, conditions=GAPS)
        for n in range(BELIEFS)
    ]
    sides = [(f"B{n:02}", "belief", one.x, one.se_x) for n, one in enumerate(series)]
    sides += [(f"K{n}", "customer", one.y, one.se_y) for n, one in enumerate(series[:OUTCOMES])]
    rows = [
        row
        for measure, kind, values, errors in sides
        for row in panel_rows(measure, SOURCES[kind], values, errors)
    ]
    nothing = pl.Series([None] * len(sides), dtype=pl.String)
    measures = pl.DataFrame(
        {
            "measure": [name for name, *_ in sides],
            "kind": [kind for _, kind, *_ in sides],
            "is_construct": [True] * len(sides),
            "position": list(range(len(sides))),
            "construct": nothing,
            "respondents": nothing,
        }
    )
    return pl.DataFrame(rows), measures


def main() -> int:
    """Print the time; 1 when it takes longer than promised."""
    panel, measures = programme()
    pairs = BELIEFS * OUTCOMES
    evidence_tables(
        panel.filter(pl.col("measure").is_in(["B00", "K0"])),
        measures.filter(pl.col("measure").is_in(["B00", "K0"])),
        registered=[],
        smallest_effect=0.25,
    )  # compiles
    started = time.monotonic()
    with Progress() as progress:
        bar = progress.add_task("evidence", total=1.0)
        found = evidence_tables(
            panel,
            measures,
            registered=[],
            smallest_effect=0.25,
            progress=lambda _step, share: progress.update(bar, completed=share),
        )
    seconds = time.monotonic() - started
    judged = found["verdicts"].height
    balanced = simulate_series("beliefs_lead", units=UNITS, periods=PERIODS, seed=1)
    started = time.monotonic()
    for _ in range(pairs):
        two_way_regression(balanced)
    usual = time.monotonic() - started
    print(f"evidence of {judged} pairs, {UNITS} × {PERIODS} with gaps: {seconds:.1f} s")
    print(f"  linearmodels, one regression a pair: {usual:.1f} s; ratio {seconds / usual:.1f}")
    is_kept = seconds <= MOST_SECONDS and judged == pairs
    print("kept" if is_kept else "MISSED", f"(at most {MOST_SECONDS} s)")
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main())
