"""Is there any relation at all: unit histories shuffled whole against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.threads import on_one_thread
from model.statistics.within_moments import two_way_residuals
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_UNITS = 5
FEWEST_PERIODS = 3

# As many units at a time as keep one block of products in the processor's cache.
_BLOCK = 32

_TOO_FEW = Text(
    nl="maar {units} eenheden hebben beide reeksen over {periods} perioden; nodig zijn er "
    f"{FEWEST_UNITS} over {FEWEST_PERIODS}",
    en="only {units} units have both series over {periods} periods; needed are "
    f"{FEWEST_UNITS} over {FEWEST_PERIODS}",
)


@dataclass(frozen=True)
class GateResult:
    """Whether x and y are related at any lag.

    Parameters
    ----------
    p : float
        Share of shuffles that relate as strongly, the data themselves included.
    statistic : float
        Largest standardised cross-product over the lags; positive.
    lag : int
        Where it stands; positive means that x comes first.
    draws : int
        Number of shuffles.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    p: float
    statistic: float
    lag: int
    draws: int
    applicable: bool
    note: Text


@on_one_thread
def permutation_gate(
    x: Floats, y: Floats, *, max_lag: int, draws: int = 999, seed: int = 0
) -> GateResult:
    """Test whether the histories of x and y belong together, at any lag.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap; such cells add nothing. Units without two values of each are left out.
    max_lag : int
        Lags −max_lag … max_lag are looked at, as far as 3 periods then still overlap.
    draws : int
        Number of shuffles.
    seed : int
        Same seed, same shuffles.

    Returns
    -------
    GateResult
        Not a lead test: it also answers to a relation within the same period.

    Notes
    -----
    With x, y freed of unit and period effects, C_k[i,j] = Σ_t x_i,t−k y_j,t and
    V_k[i,j] = Σ_t x²_i,t−k y²_j,t are made once; each shuffle π is then the sum over i of
    C_k[i,π(i)], divided by the root of the same sum of V_k. That divisor keeps the test honest
    when units come and go or move with unequal strength, where shuffled pairs share less
    movement than true ones. Within-unit autocorrelation does no harm: histories stay whole.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, ch. 3.
    """
    both = (np.isfinite(x).sum(axis=1) > 1) & (np.isfinite(y).sum(axis=1) > 1)
    n_units, n_periods = int(both.sum()), x.shape[1]
    if n_units < FEWEST_UNITS or n_periods < FEWEST_PERIODS:
        why = _TOO_FEW.fill(units=n_units, periods=n_periods)
        return GateResult(np.nan, np.nan, 0, 0, applicable=False, note=not_applicable(why))
    reach = min(max_lag, n_periods - FEWEST_PERIODS)
    lags = range(-reach, reach + 1)
    orders = np.tile(np.arange(n_units), (draws + 1, 1))
    # The first row stays as it is: the data themselves.
    orders[1:] = np.random.default_rng(seed).permuted(orders[1:], axis=1)
    strength = _strength(two_way_residuals(x[both]), two_way_residuals(y[both]), lags, orders)
    largest = strength.max(axis=1)
    # Equal up to rounding counts as equal: with few units many shuffles coincide.
    as_strong = int((largest[1:] >= largest[0] * (1 - 1e-9)).sum())
    return GateResult(
        p=(1 + as_strong) / (draws + 1),
        statistic=float(largest[0]),
        lag=lags[int(strength[0].argmax())],
        draws=draws,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def _strength(x: Floats, y: Floats, lags: range, orders: NDArray[np.int64]) -> Floats:
    """Return the standardised cross-product, shape (shuffles, lags)."""
    n_units, n_periods = x.shape
    product = np.zeros((len(orders), len(lags)))
    energy = np.zeros_like(product)
    for start in range(0, n_units, _BLOCK):
        block = slice(start, min(start + _BLOCK, n_units))
        cells = np.empty((block.stop - start, n_units, 2, len(lags)))
        for place, lag in enumerate(lags):
            early = slice(max(0, -lag), n_periods - max(0, lag))
            late = slice(max(0, lag), n_periods - max(0, -lag))
            cells[:, :, 0, place] = x[block, early] @ y[:, late].T
            cells[:, :, 1, place] = x[block, early] ** 2 @ (y[:, late] ** 2).T
        rows = np.arange(block.stop - start)
        drawn = cells[rows, orders[:, block]].sum(axis=1)
        product += drawn[:, 0]
        energy += drawn[:, 1]
    # Where nothing overlaps there is no relation to see.
    return np.abs(product) / np.sqrt(np.where(energy > 0, energy, 1.0))
