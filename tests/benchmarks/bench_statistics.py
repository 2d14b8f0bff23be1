"""CPU seconds of the latent model, beside what others need for their nearest equivalent."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - found by the line above
import pandas as pd  # noqa: E402
from linearmodels.panel import PanelOLS  # noqa: E402

from model.simulate import Conditions, SimulatedSeries, simulate_series  # noqa: E402
from model.statistics.error_var import error_var  # noqa: E402
from model.statistics.latent_fit import fit_panel, signed_root  # noqa: E402
from model.statistics.latent_panel import latent_panel  # noqa: E402
from model.statistics.latent_var import YX  # noqa: E402
from model.statistics.permutation import permutation_gate  # noqa: E402
from model.verdict import judge  # noqa: E402

BALANCED = ((12, 12), (30, 12), (100, 20), (1000, 20), (10_000, 20))
GAPS = Conditions(answers=(3, 200), missing=0.15)


def cpu_seconds(work: object, times: int) -> float:
    """Return the CPU seconds of one call, after a first one that compiles."""
    assert callable(work)
    work()
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times


def likelihood_ratio_test(series: SimulatedSeries) -> float:
    """Fit the model and test beliefs → customers; return the signed root."""
    panel = latent_panel(series.x, series.y, series.se_x**2, series.se_y**2)
    fit = fit_panel(panel, start="stationary", is_error_estimated=False)
    return signed_root(fit, YX, 0.0, np.zeros(int(fit.problem.free.sum())))


def two_way_regression(series: SimulatedSeries) -> None:
    """Run the usual two-way fixed-effects Granger regression, clustered by unit."""
    units, periods = series.x.shape
    index = pd.MultiIndex.from_product([range(units), range(1, periods)])
    frame = pd.DataFrame(
        {
            "y": series.y[:, 1:].ravel(),
            "own": series.y[:, :-1].ravel(),
            "other": series.x[:, :-1].ravel(),
        },
        index=index,
    )
    PanelOLS(frame["y"], frame[["own", "other"]], entity_effects=True, time_effects=True).fit(
        cov_type="clustered", cluster_entity=True
    )


def main() -> None:
    """Print the table."""
    print(f"{'work':58} CPU seconds   target")
    for units, periods in BALANCED:
        series = simulate_series("beliefs_lead", units=units, periods=periods, seed=1)
        seconds = cpu_seconds(lambda s=series: likelihood_ratio_test(s), 5)
        name = f"one likelihood-ratio test, balanced {units} × {periods}"
        print(f"{name:58} {seconds:9.3f}     0.05")
        seconds = cpu_seconds(lambda s=series: two_way_regression(s), 2)
        print(f"{f'  linearmodels two-way regression {units} × {periods}':58} {seconds:9.3f}")
    large = simulate_series("beliefs_lead", units=1000, periods=40, seed=1, conditions=GAPS)
    seconds = cpu_seconds(
        lambda: error_var(large.x, large.y, var_x=large.se_x**2, var_y=large.se_y**2), 1
    )
    print(f"{'both directions, intervals, gaps, own errors, 1000 × 40':58} {seconds:9.3f}     5")
    whole = simulate_series("beliefs_lead", units=1000, periods=40, seed=1)
    seconds = cpu_seconds(
        lambda: permutation_gate(whole.x, whole.y, max_lag=4, draws=999, seed=1), 2
    )
    print(f"{'permutation gate, 999 draws, 9 lags, 1000 × 40':58} {seconds:9.3f}     1")
    usual = simulate_series("beliefs_lead", units=60, periods=20, seed=1, conditions=GAPS)
    seconds = cpu_seconds(lambda: judge(usual.x, usual.y, usual.se_x, usual.se_y), 2)
    print(f"{'whole verdict with all sensitivity, 60 × 20 with gaps':58} {seconds:9.3f}     2.5")


if __name__ == "__main__":
    main()
