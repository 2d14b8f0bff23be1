"""Speed of the robustness set, each as a ratio to the plain way of doing it, in the same run."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - found by the lines above
import pandas as pd  # noqa: E402
import statsmodels.api as sm  # noqa: E402
from linearmodels.panel import PanelOLS  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from model.statistics.eiv import eiv_hpj  # noqa: E402
from model.statistics.error_var import error_var  # noqa: E402
from model.statistics.granger import dumitrescu_hurlin  # noqa: E402
from model.statistics.local_projection import local_projections  # noqa: E402
from model.statistics.mixed_model import mixed_model  # noqa: E402
from model.statistics.permutation import permutation_gate  # noqa: E402
from model.statistics.power import Design, chance_to_see, periods_needed  # noqa: E402
from model.statistics.ri_clpm import ri_clpm  # noqa: E402
from tests.model.statistics.panels import latent_panel, with_gaps  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Row:
    """One measurement: ours, the plain way (scaled up from a part of it) and what is promised."""

    name: str
    ours: float
    plain: float
    plain_name: str
    promised: float | None = None


def cpu_seconds(task: Callable[[], object], *, repeats: int = 3) -> float:
    """Return the least CPU time of a few runs; the first, which may compile, does not count."""
    task()
    spent = []
    for _ in range(repeats):
        begin = time.process_time()
        task()
        spent.append(time.process_time() - begin)
    return min(spent)


def long_table(x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """Return the panel as most people hold it: one row per unit and period."""
    units, periods = x.shape
    index = pd.MultiIndex.from_product([range(units), range(periods)], names=["unit", "period"])
    return pd.DataFrame({"x": x.ravel(), "y": y.ravel()}, index=index)


def plain_shuffle(table: pd.DataFrame, rng: np.random.Generator, max_lag: int) -> float:
    """Shuffle whole histories once and correlate at every lag, with pandas."""
    units = table.index.get_level_values("unit").unique().to_numpy()
    order = dict(zip(units, rng.permutation(units), strict=True))
    x = table["x"].rename(index=order, level="unit").sort_index()
    return max(
        abs(table["y"].corr(x.groupby(level="unit").shift(lag)))
        for lag in range(-max_lag, max_lag + 1)
    )


def gate() -> Row:
    """999 shuffles, 9 lags, 1 000 units, 40 periods."""
    x, y, _ = latent_panel("together", units=1000, periods=40, seed=1)
    table, rng = long_table(x, y), np.random.default_rng(1)
    ours = cpu_seconds(lambda: permutation_gate(x, y, max_lag=4))
    one = cpu_seconds(lambda: plain_shuffle(table, rng, 4), repeats=2)
    return Row("permutation gate 999 × 9 × 1000 × 40", ours, 999 * one, "pandas, 1 of 999", 1.0)


def gate_with_gaps() -> Row:
    """The same, a tenth of the cells missing."""
    x, y, _ = latent_panel("together", units=1000, periods=40, seed=1)
    x, y = with_gaps(x, y, share=0.1, seed=1)
    table, rng = long_table(x, y), np.random.default_rng(1)
    ours = cpu_seconds(lambda: permutation_gate(x, y, max_lag=4))
    one = cpu_seconds(lambda: plain_shuffle(table, rng, 4), repeats=2)
    return Row("the same with 10 % gaps", ours, 999 * one, "pandas, 1 of 999", 1.0)


def panel_ols(table: pd.DataFrame) -> float:
    """Fit y on both pasts with unit and period effects, by linearmodels."""
    past = table.groupby(level="unit").shift(1).add_prefix("past_")
    joined = table.join(past).dropna()
    fit = PanelOLS(
        joined["y"], joined[["past_x", "past_y"]], entity_effects=True, time_effects=True
    )
    return float(fit.fit().params["past_x"])


def errors_in_variables() -> Row:
    """Estimate, halves and every unit left out, 100 units and 20 periods."""
    x, y, variance = latent_panel("together", units=100, periods=20, seed=1)
    table = long_table(x, y)
    ours = cpu_seconds(lambda: eiv_hpj(x, y, var_x=variance, var_y=variance))
    one = cpu_seconds(lambda: panel_ols(table), repeats=2)
    fits = 5 * 101
    return Row("EIV jackknife 100 × 20", ours, fits * one, f"linearmodels, 1 of {fits} fits")


def lag_curve() -> Row:
    """Nine lags, each with halves and every unit left out, 60 units and 20 periods."""
    x, y, _ = latent_panel("together", units=60, periods=20, seed=1)
    table = long_table(x, y)
    ours = cpu_seconds(lambda: local_projections(x, y, max_lag=4))
    one = cpu_seconds(lambda: panel_ols(table), repeats=2)
    fits = 9 * 4 * 61
    return Row("local projections 60 × 20", ours, fits * one, f"linearmodels, 1 of {fits} fits")


def unit_wald(x: np.ndarray, y: np.ndarray) -> float:
    """Return one unit's Wald statistic by statsmodels."""
    design = sm.add_constant(np.column_stack([y[:-1], x[:-1]]))
    fit = sm.OLS(y[1:], design).fit()
    return float(fit.wald_test(np.array([[0, 0, 1]]), use_f=False, scalar=True).statistic)


def granger() -> Row:
    """Dumitrescu-Hurlin, 1 000 units and 40 periods; R's plm takes 17.5 s."""
    x, y, _ = latent_panel("together", units=1000, periods=40, seed=1)
    ours = cpu_seconds(lambda: dumitrescu_hurlin(x, y))
    ten = cpu_seconds(lambda: [unit_wald(x[i], y[i]) for i in range(10)])
    return Row("Dumitrescu-Hurlin 1000 × 40", ours, 100 * ten, "statsmodels, 10 of 1000 units")


def mixed() -> Row:
    """Random intercept, 100 units of 12."""
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(100), 12)
    scores = rng.standard_normal(100)[unit] + rng.standard_normal(unit.size)
    ours = cpu_seconds(lambda: mixed_model(scores, unit))
    model = sm.MixedLM(scores, np.ones((unit.size, 1)), groups=unit)
    return Row("mixed model 1200 answers", ours, cpu_seconds(model.fit), "statsmodels")


def panel_model() -> Row:
    """RI-CLPM on 200 units and 5 periods; lavaan takes 0.41 s."""
    x, y, _ = latent_panel("lead", units=200, periods=5, seed=1, reliability=1.0)
    return Row("RI-CLPM 200 × 5", cpu_seconds(lambda: ri_clpm(x, y)), 0.41, "lavaan, as delivered")


def planner() -> Row:
    """One plan and the periods it needs, against simulating the plan 400 times."""
    design = Design(30, 12)
    ours = cpu_seconds(lambda: (chance_to_see(design), periods_needed(design)))
    x, y, variance = latent_panel("lead", units=30, periods=12, seed=1)
    one = cpu_seconds(lambda: error_var(x, y, var_x=variance, var_y=variance))
    return Row(
        "power planner, chance and need", ours, 7 * 400 * one, "1 of 7 × 400 programmes", 1.0
    )


def main() -> int:
    """Print the table; 1 when a promise is broken."""
    table = Table("what", "ours, CPU s", "plain way, CPU s", "ratio", "promised", "plain way")
    broken = False
    tasks = (
        gate, gate_with_gaps, errors_in_variables, lag_curve,
        granger, mixed, panel_model, planner,
    )  # fmt: skip
    for task in tasks:
        row = task()
        is_late = row.promised is not None and row.ours > row.promised
        broken = broken or is_late
        table.add_row(
            row.name,
            f"{row.ours:.4f}",
            f"{row.plain:.2f}",
            f"{row.plain / row.ours:,.0f} ×",
            "" if row.promised is None else f"≤ {row.promised:g} s{' BROKEN' if is_late else ''}",
            row.plain_name,
        )
    Console(width=150).print(table)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
