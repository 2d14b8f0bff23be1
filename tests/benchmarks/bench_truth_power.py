"""The planner against full simulation of the estimator, over a grid of designs.

python tests/benchmarks/bench_truth_power.py --programmes 1000
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - found by the lines above
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from model.statistics.error_var import error_var  # noqa: E402
from model.statistics.power import Design, chance_to_see  # noqa: E402
from tests.model.statistics.test_power import simulated  # noqa: E402

GRID = (
    Design(12, 8),
    Design(12, 20),
    Design(12, 12, effect=0.5),
    Design(20, 8, effect=0.4),
    Design(20, 16),
    Design(30, 8),
    Design(30, 12),
    Design(30, 12, persistence_x=0.65, persistence_y=0.65),
    Design(30, 20, effect=0.15, reliability_x=0.5),
    Design(60, 8),
    Design(100, 6),
    Design(200, 6, effect=0.15),
)
LEVELS = (0.05, 0.025)
POINTS = 0.03


def p_values(design: Design, seed: int, programmes: int) -> list[float]:
    """Return the forward p of simulated programmes; 1 where the estimator declines."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(programmes):
        x, y, var_x, var_y = simulated(design, rng)
        p = error_var(x, y, var_x=var_x, var_y=var_y).forward.p
        found.append(1.0 if np.isnan(p) else float(p))
    return found


def main() -> int:
    """Print the table; 1 when a design is off by more than 3 points and simulation error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1000)
    programmes = parser.parse_args().programmes
    table = Table("design", *[f"{way} at {level}" for level in LEVELS for way in ("plan", "found")])
    is_off = False
    with ProcessPoolExecutor() as pool:
        found = pool.map(p_values, GRID, range(len(GRID)), [programmes] * len(GRID))
        for design, p in zip(GRID, found, strict=True):
            cells = []
            for level in LEVELS:
                planned, seen = (
                    chance_to_see(design, level=level),
                    float(np.mean(np.array(p) <= level)),
                )
                error = np.sqrt(planned * (1 - planned) / programmes)
                is_off = is_off or abs(planned - seen) > POINTS + 2 * error
                cells += [f"{100 * planned:.1f}", f"{100 * seen:.1f} ± {100 * error:.1f}"]
            table.add_row(str(design).removeprefix("Design"), *cells)
    Console(width=200).print(table)
    return int(is_off)


if __name__ == "__main__":
    sys.exit(main())
