"""From kept results to the table of error rates."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import truth_cells

if TYPE_CHECKING:
    from truth_cells import Cell

    Row = dict[str, Any]

TABLE = Path(__file__).resolve().parents[1] / "reference" / "error_rates.md"
VERDICTS = ("lead", "both", "reverse", "together", "none", "insufficient")
DIAGNOSTICS = ("common_shock", "unequal_persistence", "own_memory", "later_lag")
#: Most false leads (%), before simulation error.
BAR = 5.0
ASKED = 400

_EXPLANATION = """\
# Error rates of the verdict, in percent of simulated programmes

Made by `make bench-truth`. Seed {seed}, code {code} (every module the verdict and the simulation
import). {complete} of {cells} cells rest on {asked} programmes; the column "programmes" says how
many each rests on. Standard error of a share p over n programmes: √(p(100−p)/n), about 1 at 5 %
and 400 programmes.

- **false lead**: the whole verdict says "beliefs led" or "both" where beliefs do not lead. The bar
  is 5 % plus two standard errors of the simulation; **over** marks a cell beyond it.
- **before**: the same, had no claim been kept back by a diagnostic.
- **kept back**: an order was found and not claimed, because a diagnostic fired. In the plain cells
  this is the price of the diagnostics, as is what they fire there (false alarms).
- **shock, persistence, memory, later lag**: how often each diagnostic fired: units that share
  surprises, units that differ in persistence, series that remember more than one period, an order
  further apart than the model has it (this one keeps no order back, but "together" and "none").
- **5 % test**: one direction's test alone, over all its lags; **method page**: what the page of
  the method gives, for one lag.

"""


def place(cell: Cell, folder: Path) -> Path:
    """Return where a cell's results are kept."""
    return folder / f"{cell.key.replace('/', '-')}.jsonl"


def kept(cell: Cell, folder: Path) -> list[Row]:
    """Return the results that were kept from an earlier run."""
    path = place(cell, folder)
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


def document(cells: list[Cell], folder: Path, *, seed: int, code: str) -> str:
    """Return the whole page: what was measured, what is over the bar, and the lags."""
    found = {cell: rows for cell in cells if (rows := kept(cell, folder))}
    text = _EXPLANATION.format(
        seed=seed,
        code=code,
        complete=sum(len(rows) >= ASKED for rows in found.values()),
        cells=len(cells),
        asked=ASKED,
    )
    at_lag_size = {cell for cell in found if (cell.units, cell.periods) == truth_cells.LAG_SIZE}
    rates = {cell: rows for cell, rows in found.items() if cell not in at_lag_size}
    searched = {cell: rows for cell, rows in found.items() if cell in at_lag_size}
    return f"{text}{_rates(rates)}\n\n{_over(rates)}\n{_lags(searched)}"


def _share(rows: list[Row], test: object) -> float:
    """Return the percentage of rows for which a test holds."""
    assert callable(test)
    return 100 * sum(bool(test(row)) for row in rows) / len(rows)


def _rates(found: dict[Cell, list[Row]]) -> str:
    """Return the table of verdicts and diagnostics."""
    names = ("shock", "persistence", "memory", "later lag")
    head = (
        *("truth", "what else", "units", "periods", "programmes", "false lead", "before"),
        *("5 % test forward", "method page", "reverse", "coverage", *VERDICTS, "kept back"),
        *names,
    )
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for cell, rows in found.items():
        counts = Counter(row["verdict"] for row in rows)
        page = truth_cells.METHOD.get(cell.scenario, {}).get((cell.units, cell.periods), "")
        cells = [
            cell.scenario, cell.name, str(cell.units), str(cell.periods), str(len(rows)),
            *_false_leads(cell, rows),
            f"{_share(rows, lambda row: row['forward_p'] < 0.05):.1f}",
            str(page) if cell.name == "plain" else "",
            f"{_share(rows, lambda row: row['reverse_p'] < 0.05):.1f}",
            f"{_share(rows, lambda row: row['covered']):.1f}",
            *(f"{100 * counts[name] / len(rows):.1f}" for name in VERDICTS),
            f"{_share(rows, lambda row: row['verdict'] != row['ruled']):.1f}",
            *(f"{_share(rows, lambda row, n=name: n in row['fired']):.1f}" for name in DIAGNOSTICS),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def false_lead(rows: list[Row], *, of: str = "verdict") -> float:
    """Return the percentage that says that beliefs led."""
    return _share(rows, lambda row: row[of] in ("lead", "both"))


def bar(n_programmes: int) -> float:
    """Return the most false leads (%) that 5 % and simulation error allow."""
    return float(BAR + 2 * np.sqrt(BAR * (100 - BAR) / n_programmes))


def _false_leads(cell: Cell, rows: list[Row]) -> list[str]:
    """Return the share of false leads, with and without diagnostics; empty where none can be."""
    if cell.scenario in ("beliefs_lead", "both"):
        return ["", ""]
    share = false_lead(rows)
    mark = " **over**" if share > bar(len(rows)) else ""
    return [f"{share:.1f}{mark}", f"{false_lead(rows, of='ruled'):.1f}"]


def _over(found: dict[Cell, list[Row]]) -> str:
    """Return the cells over the bar, and what the screen says there."""
    lines = ["## Over the bar", ""]
    for cell, rows in found.items():
        if cell.scenario in ("beliefs_lead", "both") or false_lead(rows) <= bar(len(rows)):
            continue
        wrong = [row for row in rows if row["verdict"] in ("lead", "both")]
        said = _share(wrong, lambda row: row["fired"])
        lines.append(
            f"- {cell.key}: {false_lead(rows):.1f} % (bar {bar(len(rows)):.1f}); a diagnostic "
            f"fired in {_share(rows, lambda row: row['fired']):.0f} % of all programmes, and in "
            f"{said:.0f} % of those that were still called a lead."
        )
    if len(lines) == 2:
        lines.append("No cell that was measured.")
    return "\n".join([*lines, ""])


def _lags(found: dict[Cell, list[Row]]) -> str:
    """Return how often a lead's lag was found, among lags one to six."""
    lines = [
        "## Leads of one to six periods",
        "",
        "Effect .25. **asked**: without a window (most of the level on the next period), or six",
        "lags alike. **seen**: p over all lags ≤ 5 %. Of those: **lag** is the true one, **in the",
        "set**: the 95 % confidence set holds it, **size** of the set.",
        "",
        "| true lag | asked | units | periods | programmes | seen | lag | in the set | size |",
        "|" + "---|" * 9,
    ]
    for cell, rows in found.items():
        assert cell.process
        true = cell.process.lag
        seen = [row for row in rows if row["forward_p"] <= 0.05]
        of_seen = (
            f"{_share(seen, lambda row, lag=true: row['lag'] == lag):.1f} | "
            f"{_share(seen, lambda row, lag=true: lag in row['plausible']):.1f} | "
            f"{np.mean([len(row['plausible']) for row in seen]):.1f}"
            if seen
            else " | | "
        )
        lines.append(
            f"| {true} | {cell.lag_window or 'openly'} | {cell.units} | {cell.periods} "
            f"| {len(rows)} | {100 * len(seen) / len(rows):.1f} | {of_seen} |"
        )
    return "\n".join([*lines, ""])
