"""Pictures that help people see: when each unit turned, and its curves laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A bend must leave at least this many scores on either side.
FEWEST_EITHER_SIDE = 2
FEWEST_SCORES = 6
FEWEST_UNITS = 3

_FEW_TURNS = Text(
    nl="maar {units} eenheden laten een duidelijke omslag zien; nodig zijn er {needed}",
    en="only {units} units show a clear turn; {needed} are needed",
)


@dataclass(frozen=True)
class TurningPoints:
    """When each unit turned, and in which order; a description, no test.

    Parameters
    ----------
    turn_x, turn_y : array, shape (units,)
        Period number of the clearest bend; NaN where there is none.
    n_both : int
        Units in which both turned.
    n_x_first, n_same, n_y_first : int
        Among those.
    median_lead : float
        Periods from the turn of x to that of y, positive when x was first; NaN without any.
    applicable : bool
        Whether enough units turned in both to speak of an order.
    note : Text
        ``not applicable, because …``, or empty.
    """

    turn_x: Floats
    turn_y: Floats
    n_both: int
    n_x_first: int
    n_same: int
    n_y_first: int
    median_lead: float
    applicable: bool
    note: Text


@dataclass(frozen=True)
class AlignedTrajectories:
    """Curves of all units that turned, laid over each other at the turn.

    Parameters
    ----------
    offset : array of int, shape (offsets,)
        Periods after (positive) or before the turn.
    x, y : array, shape (units that turned, offsets)
        Distance from the unit's level at the turn, in standard deviations within units; x as seen
        in the direction of its own turn (a turn downward is shown upward, and y along with it).
    unit : array of int, shape (units that turned,)
        Which units.
    mean_x, mean_y : array, shape (offsets,)
        Over units; NaN where none has a score.
    n : array of int, shape (offsets,)
        Units behind both means.
    applicable : bool
    note : Text
        ``not applicable, because …``, or empty.
    """

    offset: NDArray[np.int64]
    x: Floats
    y: Floats
    unit: NDArray[np.int64]
    mean_x: Floats
    mean_y: Floats
    n: NDArray[np.int64]
    applicable: bool
    note: Text


def turning_points(x: Floats, y: Floats) -> TurningPoints:
    """Return when each unit's beliefs and customer score turned.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap. A series with fewer than 6 scores has no turn.

    Returns
    -------
    TurningPoints

    Notes
    -----
    Per unit and series, a straight line with one bend is fitted at every period that leaves two
    scores on either side; the best one counts as a turn when it lowers n·log(residual sum) by
    more than 2·log n (place and change of slope are two numbers; Schwarz 1978). Noise moves the
    place by periods: the order in one unit says little, the count over units somewhat more, and
    no verdict hangs on it.
    """
    turn_x, turn_y = (np.array([_turn(series) for series in values]) for values in (x, y))
    lead = (turn_y - turn_x)[np.isfinite(turn_x) & np.isfinite(turn_y)]
    is_enough = lead.size >= FEWEST_UNITS
    why = not_applicable(_FEW_TURNS.fill(units=lead.size, needed=FEWEST_UNITS))
    return TurningPoints(
        turn_x=turn_x,
        turn_y=turn_y,
        n_both=int(lead.size),
        n_x_first=int((lead > 0).sum()),
        n_same=int((lead == 0).sum()),
        n_y_first=int((lead < 0).sum()),
        median_lead=float(np.median(lead)) if lead.size else np.nan,
        applicable=is_enough,
        note=NOTHING_TO_SAY if is_enough else why,
    )


def aligned_trajectories(x: Floats, y: Floats, *, reach: int) -> AlignedTrajectories:
    """Lay the units' curves over each other at the period in which x turned.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap.
    reach : int
        Periods shown before and after the turn.

    Returns
    -------
    AlignedTrajectories
        Choosing the turn of x makes x bend at 0 by construction, noise included; only where y
        bends is worth looking at. Not applicable with fewer than 3 units that turned.
    """
    turn = np.array([_turn(series) for series in x])
    unit = np.flatnonzero(np.isfinite(turn))
    offset = np.arange(-reach, reach + 1)
    at = turn[unit].astype(int)
    side = np.array([_bend(x[u], t) for u, t in zip(unit, at, strict=True)])
    curves = [_around(values, unit, at, reach) * side[:, None] for values in (x, y)]
    n = np.isfinite(curves[0] + curves[1]).sum(axis=0)
    is_enough = unit.size >= FEWEST_UNITS
    why = not_applicable(_FEW_TURNS.fill(units=unit.size, needed=FEWEST_UNITS))
    return AlignedTrajectories(
        offset=offset,
        x=curves[0],
        y=curves[1],
        unit=unit,
        mean_x=_mean(curves[0]),
        mean_y=_mean(curves[1]),
        n=n,
        applicable=is_enough,
        note=NOTHING_TO_SAY if is_enough else why,
    )


def _turn(series: Floats) -> float:
    """Return the period of the clearest bend in one series, or NaN."""
    known = np.flatnonzero(np.isfinite(series))
    if known.size < FEWEST_SCORES:
        return np.nan
    scores, time = series[known], known.astype(float)
    inner = known[FEWEST_EITHER_SIDE : known.size - FEWEST_EITHER_SIDE]
    left = np.array([_unexplained(scores, time, float(at)) for at in inner])
    straight = _unexplained(scores, time, None)
    best = int(left.argmin())
    # Below rounding a straight line is a straight line.
    floor = 1e-20 * float(((scores - scores.mean()) ** 2).sum())
    gain = known.size * np.log((straight + floor) / (left[best] + floor)) if straight > floor else 0
    return float(inner[best]) if gain > 2 * np.log(known.size) else np.nan


def _unexplained(scores: Floats, time: Floats, at: float | None) -> float:
    """Return the residual sum of squares of a line, bent at a period if one is given."""
    columns = [np.ones_like(time), time]
    if at is not None:
        columns.append(np.maximum(time - at, 0.0))
    design = np.column_stack(columns)
    coefficients = np.linalg.lstsq(design, scores, rcond=None)[0]
    return float(((scores - design @ coefficients) ** 2).sum())


def _bend(series: Floats, at: int) -> float:
    """Return 1 when the series bends upward at a period, −1 when downward."""
    known = np.isfinite(series)
    time = np.flatnonzero(known).astype(float)
    design = np.column_stack([np.ones_like(time), time, np.maximum(time - at, 0.0)])
    return float(np.sign(np.linalg.lstsq(design, series[known], rcond=None)[0][2]))


def _around(values: Floats, unit: NDArray[np.int64], at: NDArray[np.int64], reach: int) -> Floats:
    """Return each unit's curve around its turn, in standard deviations within units."""
    filled = np.pad(values[unit], ((0, 0), (reach, reach)), constant_values=np.nan)
    curves = filled[np.arange(unit.size)[:, None], at[:, None] + np.arange(2 * reach + 1)]
    around_mean = values - _mean(values.T)[:, None]
    spread = float(np.sqrt(np.nanmean(around_mean**2))) if np.isfinite(values).any() else 1.0
    level = _mean(curves[:, max(reach - 1, 0) : reach + 2].T)
    aligned: Floats = (curves - level[:, None]) / (spread or 1.0)
    return aligned


def _mean(curves: Floats) -> Floats:
    """Return the mean over the first axis of what is known, NaN where nothing is."""
    n = np.isfinite(curves).sum(axis=0)
    total = np.where(np.isfinite(curves), curves, 0.0).sum(axis=0)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)
