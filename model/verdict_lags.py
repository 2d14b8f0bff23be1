"""Choose the lag of each direction, and keep the level over all lags that were looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from model.statistics.error_var import Effect, ErrorVar, error_var
from model.statistics.lag_search import LagSearch, lag_search
from model.verdict_rule import LEVEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.statistics.latent_fit import Fit

    Array = NDArray[np.float64]

#: Of a question without a window, the share of the level that is spent on the next period.
NEXT_PERIOD = 0.9
DIRECTIONS: tuple[Literal["forward"], Literal["reverse"]] = ("forward", "reverse")
#: The longest lead that is looked for, in periods.
REACH = 6


@dataclass(frozen=True)
class Direction:
    """One direction, in error-free within-unit standard deviations.

    Parameters
    ----------
    estimate, se, low, high : float
        Of the primary estimator at ``lag``; NaN when there is none.
    p : float
        Corrected for the lags that were looked at, not yet for the two directions.
    lag : int
        Periods between cause and outcome at which the likelihood is highest; 1 when nothing was
        found.
    plausible_lags : tuple of int
        95 % confidence set of the lag; empty when no lag was found.
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    lag: int
    plausible_lags: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Found:
    """What the lags of one direction come to; ``search`` is None when only one was asked for."""

    p: float
    lag: int
    search: LagSearch | None = None


def at_their_lags(
    fit: ErrorVar, x: Array, y: Array, se_x: Array, se_y: Array, *, window: int | None
) -> tuple[ErrorVar, Direction, Direction]:
    """Return the fit at the lags that were found, and both directions in it.

    Parameters
    ----------
    fit : ErrorVar
        Applicable, of the same data, one period apart.
    window : int or None
        Lags that count as going before: 1 … this, each alike (max-statistic). None for a
        question without a window: nine tenths of the level go to the next period, one tenth to
        all later ones up to `REACH` (weighted Bonferroni), as most leads are short and few
        programmes are long enough to search evenly.

    Notes
    -----
    A lead left out of the model shows up as one the other way. So a direction also has to hold
    beside a later lag of the other one that the data hint at, and the more cautious p counts.
    """
    if window == 1 or fit.fit is None:
        return (
            fit,
            _described(fit.forward, _Found(0.0, 1), 1),
            _described(fit.reverse, _Found(0.0, 1), 1),
        )
    searches = [_searched(fit.fit, name, window) for name in DIRECTIONS]
    forward, reverse = (_found(one, window) for one in searches)
    if forward.p <= LEVEL and _hints_later(searches[1]):
        beside = _searched(fit.fit, "forward", window, other_lag=searches[1].lag)
        forward = _cautious(forward, _found(beside, window))
    if reverse.p <= LEVEL and _hints_later(searches[0]):
        beside = _searched(fit.fit, "reverse", window, other_lag=searches[0].lag)
        reverse = _cautious(reverse, _found(beside, window))
    lags = (forward.lag, reverse.lag)
    placed = fit
    if lags != fit.lags:
        again = error_var(x, y, var_x=se_x**2, var_y=se_y**2, lags=lags, start=fit.start)
        placed = again if again.applicable else fit
    return (
        placed,
        _described(placed.forward, forward, placed.lags[0]),
        _described(placed.reverse, reverse, placed.lags[1]),
    )


def _searched(
    fit: Fit, direction: Literal["forward", "reverse"], window: int | None, *, other_lag: int = 1
) -> LagSearch:
    """Return the search of one direction, with the level spent as the window has it."""
    share = NEXT_PERIOD if window is None else None
    return lag_search(fit, direction, window=window or REACH, next_share=share, other_lag=other_lag)


def _found(search: LagSearch, window: int | None) -> _Found:
    """Return the p over all lags, and the lag; the next period where none was found or asked."""
    is_placed = window is not None or search.p <= LEVEL
    return _Found(search.p, search.lag if is_placed else 1, search)


def _hints_later(search: LagSearch) -> bool:
    """Return whether a lag beyond the next period might be the one."""
    return search.lag > 1 and search.p_alone <= LEVEL


def _cautious(alone: _Found, beside: _Found) -> _Found:
    """Return what is found whichever lag the other direction has."""
    return beside if beside.p > alone.p else replace(alone, lag=beside.lag, search=beside.search)


def _described(effect: Effect, found: _Found, lag: int) -> Direction:
    """Return the effect at its lag; from 50 units on its own p may be the more cautious."""
    p = max(effect.p, found.p)
    is_found = found.search is not None and p <= LEVEL
    return Direction(
        effect.estimate,
        effect.se,
        effect.low,
        effect.high,
        p,
        lag,
        found.search.plausible if is_found and found.search else (),
    )
