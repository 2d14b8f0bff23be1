"""Mixed model with a level of its own for each unit, by restricted maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Log of the ratio of variances between and within units: beyond this it is nil or endless.
_WIDEST = 25.0

_FEW = Text(
    nl="er zijn {n} antwoorden uit {units} eenheden; nodig zijn er 2 eenheden of meer, en meer "
    "antwoorden dan eenheden en verklarende variabelen",
    en="there are {n} answers from {units} units; needed are 2 units or more, and more answers "
    "than units and explaining variables",
)


@dataclass(frozen=True)
class MixedModel:
    """Fixed effects and the spread between and within units.

    Parameters
    ----------
    fixed, se : array, shape (columns,)
        Coefficients of the design, and their standard errors.
    between, within : float
        Variances of unit levels and of answers within units.
    icc : float
        between/(between + within).
    log_likelihood : float
        Restricted, with its constant, as lme4 gives it.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    fixed: Floats
    se: Floats
    between: float
    within: float
    icc: float
    log_likelihood: float
    applicable: bool
    note: Text


@dataclass(frozen=True)
class _Sums:
    """Products of [outcome, design], whole and of the units' sums.

    Parameters
    ----------
    whole : array, shape (columns + 1, columns + 1)
    unit : array, shape (units, columns + 1)
        Sums over each unit's answers.
    size : array, shape (units,)
    """

    whole: Floats
    unit: Floats
    size: Ints


def random_intercept(scores: Floats, unit: Ints, *, design: Floats | None = None) -> MixedModel:
    """Fit scores = design·β + level of the unit + rest.

    Parameters
    ----------
    scores : array, shape (answers,)
        Rows with a NaN, in the design as well, are left out.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.
    design : array, shape (answers, columns), optional
        Explaining variables, the constant included; a constant alone when left out.

    Returns
    -------
    MixedModel

    Notes
    -----
    For a ratio λ of the variances, β and the scale have closed forms; what remains is one search
    over λ, to full precision. (statsmodels' MixedLM stops at the fourth decimal, or at nil.)

    References
    ----------
    Bates, Mächler, Bolker and Walker (2015), J. of Statistical Software 67(1), sec. 3.
    """
    columns = np.ones((scores.size, 1)) if design is None else design
    table = np.column_stack([scores, columns])
    known = np.isfinite(table).all(axis=1)
    table = table[known]
    _, place, size = np.unique(unit[known], return_inverse=True, return_counts=True)
    n, k = len(table), columns.shape[1]
    if len(size) < 2 or n <= max(len(size), k):
        nothing = np.full(k, np.nan)
        note = not_applicable(_FEW.fill(n=n, units=len(size)))
        nan = np.nan
        return MixedModel(nothing, nothing, nan, nan, nan, nan, applicable=False, note=note)
    unit_sums = np.zeros((len(size), k + 1))
    np.add.at(unit_sums, place, table)
    sums = _Sums(table.T @ table, unit_sums, size)
    best = optimize.minimize_scalar(
        lambda log_ratio: _deviance(np.exp(log_ratio), sums)[0],
        bounds=(-_WIDEST, _WIDEST),
        method="bounded",
        options={"xatol": 1e-10},
    )
    # No spread between units at all is a point of its own, which a search over logs only nears.
    ratio = 0.0 if _deviance(0.0, sums)[0] <= best.fun else float(np.exp(best.x))
    deviance, fixed, variance, bread = _deviance(ratio, sums)
    return MixedModel(
        fixed=fixed,
        se=np.sqrt(variance * np.diag(bread)),
        between=ratio * variance,
        within=variance,
        icc=ratio / (1 + ratio),
        log_likelihood=-deviance / 2,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def _deviance(ratio: float, sums: _Sums) -> tuple[float, Floats, float, Floats]:
    """Return the REML deviance at a ratio of variances, with β, the scale and (X′V⁻¹X)⁻¹."""
    weight = ratio / (1 + ratio * sums.size)
    products = sums.whole - (sums.unit * weight[:, None]).T @ sums.unit
    bread: Floats = np.linalg.inv(products[1:, 1:]).astype(np.float64)
    fixed = bread @ products[1:, 0]
    freedom = int(sums.size.sum()) - len(fixed)
    variance = float(products[0, 0] - fixed @ products[1:, 0]) / freedom
    deviance = freedom * (1 + np.log(2 * np.pi * variance))
    deviance += np.log1p(ratio * sums.size).sum() - np.linalg.slogdet(bread)[1]
    return float(deviance), fixed, variance, bread
