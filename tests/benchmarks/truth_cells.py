"""The cells of the error-rate table: which programmes are simulated, and what to hold them to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from model.latent_process import Process  # noqa: TC001 - dataclasses read the annotation
from model.simulate import Conditions, Scenario, process_of

#: Share (%) of 5 % tests that reject, from the table of the method page: (units, periods) → value.
METHOD_TOGETHER = {
    (12, 6): 5, (12, 12): 5, (12, 20): 4, (30, 8): 1, (30, 12): 3, (30, 20): 3,
    (100, 8): 3, (100, 12): 4, (100, 20): 7,
}  # fmt: skip
METHOD_REVERSE = {
    (12, 6): 4, (12, 12): 3, (12, 20): 4, (30, 8): 3, (30, 12): 1, (30, 20): 2,
    (100, 8): 5, (100, 12): 5, (100, 20): 7,
}  # fmt: skip
METHOD_LEAD = {
    (12, 6): 13, (12, 12): 24, (12, 20): 55, (30, 8): 35, (30, 12): 70, (30, 20): 96,
    (100, 8): 89, (100, 12): 100, (100, 20): 100,
}  # fmt: skip
METHOD: dict[str, dict[tuple[int, int], int]] = {
    "together": METHOD_TOGETHER,
    "customers_lead": METHOD_REVERSE,
    "beliefs_lead": METHOD_LEAD,
}


@dataclass(frozen=True)
class Cell:
    """Programmes of one kind and size."""

    scenario: Scenario
    units: int
    periods: int
    name: str = "plain"
    process: Process | None = None
    conditions: Conditions = field(default_factory=Conditions)
    lag_window: int | None = None

    @property
    def key(self) -> str:
        """What the results are kept under."""
        return f"{self.scenario}/{self.name}/{self.units}x{self.periods}"


ALL_SIZES = tuple((units, periods) for units in (12, 30, 100) for periods in (6, 8, 12, 20))
REAL_SIZES = ((12, 12), (30, 8), (30, 20), (100, 12))
LAG_SIZE = (60, 20)
PLAIN: tuple[Scenario, ...] = (
    "together", "customers_lead", "beliefs_lead", "nothing", "together_unequal", "both",
)  # fmt: skip


def _real_life() -> dict[str, tuple[Process, Conditions]]:
    """Return what real life does, to the programmes in which both move together."""
    together = process_of("together")
    usual = Conditions()
    return {
        "missing_15": (together, Conditions(missing=0.15)),
        "yearly_beliefs": (together, Conditions(belief_every=4)),
        "answers_3_to_200": (together, Conditions(answers=(3, 200))),
        "second_order": (replace(together, persistence=(0.5, 0.5), second=0.3), usual),
        "ceiling_25": (together, Conditions(ceiling=0.25)),
        "trends": (together, Conditions(trend=1.0)),
        "common_shock": (together, Conditions(loading=0.5)),
        "unequal_persistence": (replace(together, unequal=0.3), usual),
        "heavy_tails": (replace(together, heavy_tails=True), Conditions(heavy_tails=True)),
        "turnover_30": (together, Conditions(turnover=0.3)),
        "lag_2_reverse": (replace(process_of("customers_lead"), lag=2), usual),
        "lag_3_reverse": (replace(process_of("customers_lead"), lag=3), usual),
    }


def cells() -> list[Cell]:
    """Return all cells: plain truths, what real life does, and leads of one to six periods."""
    out = [Cell(scenario, *size) for scenario in PLAIN for size in ALL_SIZES]
    for name, (process, conditions) in _real_life().items():
        scenario: Scenario = "customers_lead" if process.reverse else "together"
        out += [Cell(scenario, *size, name, process, conditions) for size in REAL_SIZES]
    lagged = {lag: replace(process_of("beliefs_lead"), lag=lag) for lag in range(1, 7)}
    out += [
        Cell("beliefs_lead", *size, f"lag_{lag}", lagged[lag])
        for lag in (2, 4)
        for size in REAL_SIZES
    ]
    out += [
        Cell("beliefs_lead", *LAG_SIZE, f"lag_{lag}{name}", process, lag_window=window)
        for lag, process in lagged.items()
        for name, window in (("", None), ("_of_6", 6))
    ]
    return out
