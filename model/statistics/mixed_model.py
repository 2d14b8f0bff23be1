"""Mixed model: each unit has a level of its own, and slopes of its own if asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import optimize

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.threads import on_one_thread
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

#: Restricted likelihood, which counts the fixed effects as estimated; or the full likelihood.
Method = Literal["reml", "ml"]

# Searches from a small, a middling and a large share between units: the top may not be the only.
_STARTS = (0.1, 1.0, 5.0)
_PRECISION = 1e-14
# A rest below this share of the squared scores is rounding.
_NIL = 1e-13

_FEW = Text(
    nl="er zijn {n} antwoorden uit {units} eenheden; nodig zijn er 2 eenheden of meer, en meer "
    "antwoorden dan eigen niveaus en hellingen van eenheden, en dan verklarende variabelen",
    en="there are {n} answers from {units} units; needed are 2 units or more, and more answers "
    "than levels and slopes of units, and than explaining variables",
)
_REPEATED = Text(
    nl="de verklarende variabelen, of niveau en hellingen, vallen samen of bewegen niet",
    en="the explaining variables, or level and slopes, repeat each other or do not move",
)
_NO_REST = Text(
    nl="binnen de eenheden verschillen de antwoorden niet, naast wat het model al verklaart",
    en="within units the answers do not differ, beyond what the model explains already",
)


@dataclass(frozen=True)
class MixedModel:
    """Fixed effects and the spread between and within units.

    Parameters
    ----------
    fixed, se : array, shape (columns,)
        Coefficients of the design, and their standard errors.
    between : array, shape (1 + slopes, 1 + slopes)
        Covariance of what is the unit's own: its level first, then its slopes.
    within : float
        Variance of answers around their unit.
    icc : float
        Share of the level in the variance, between[0, 0]/(between[0, 0] + within); with slopes
        it is that where all explaining variables are nil.
    log_likelihood, aic, bic : float
        With its constant, as lme4 gives it; restricted when the method is.
    n, n_units, n_parameters : int
    method : "reml" or "ml"
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    fixed: Floats
    se: Floats
    between: Floats
    within: float
    icc: float
    log_likelihood: float
    aic: float
    bic: float
    n: int
    n_units: int
    n_parameters: int
    method: Method
    applicable: bool
    note: Text


@dataclass(frozen=True)
class _Sums:
    """Products of [own, outcome, design], whole and per unit.

    Parameters
    ----------
    whole : array, shape (columns + 1, columns + 1)
        Of outcome and design.
    cross : array, shape (units, own, columns + 1)
        Of what is the unit's own with outcome and design.
    own : array, shape (units, own, own)
    n : int
        Answers.
    """

    whole: Floats
    cross: Floats
    own: Floats
    n: int


@on_one_thread
def mixed_model(
    scores: Floats,
    unit: Ints,
    *,
    design: Floats | None = None,
    slopes: Floats | None = None,
    is_correlated: bool = True,
    method: Method = "reml",
) -> MixedModel:
    """Fit scores = design·β + (1, slopes)·b of the unit + rest.

    Parameters
    ----------
    scores : array, shape (answers,)
        Rows with a NaN, in the design or slopes as well, are left out.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.
    design : array, shape (answers, columns), optional
        Explaining variables, the constant included; a constant alone when left out.
    slopes : array, shape (answers, slopes), optional
        Variables whose effect differs between units; they usually stand in the design as well.
    is_correlated : bool
        Whether level and slopes may be correlated: lme4's ``(1 + x | unit)``; otherwise
        ``(1 + x || unit)``.
    method : "reml" or "ml"

    Returns
    -------
    MixedModel
        Not applicable with fewer than 2 units, no more answers than levels and slopes together,
        variables that repeat each other, or no differences within units.

    Notes
    -----
    b ~ N(0, σ²ΛΛ′) with Λ lower triangular, rest ~ N(0, σ²). For given Λ, β and σ² have closed
    forms; what remains is a search over the elements of Λ, with exact slopes, its diagonal at
    nil or above. ML: −2 log L = Σ log|I + Λ′Z_i′Z_iΛ| + n(1 + log 2πσ²), σ² the weighted
    residual sum of squares/n; REML adds log|X′V⁻¹X| and divides by n − p.

    References
    ----------
    Bates, Mächler, Bolker and Walker (2015), J. of Statistical Software 67(1), sec. 3.
    Pinheiro and Bates (2000), Mixed-Effects Models in S and S-PLUS, ch. 2.
    """
    ones = np.ones((scores.size, 1))
    columns = ones if design is None else design
    own = ones if slopes is None else np.column_stack([ones, slopes])
    known = np.isfinite(np.column_stack([scores, columns, own])).all(axis=1)
    codes, place = np.unique(unit[known], return_inverse=True)
    n, n_units, k = int(known.sum()), len(codes), columns.shape[1]
    refusal = _refusal(n, n_units, (k, own.shape[1]), method)
    if n_units < 2 or n <= max(n_units * own.shape[1], k):
        return replace(refusal, note=not_applicable(_FEW.fill(n=n, units=n_units)))
    if any(np.linalg.matrix_rank(part[known]) < part.shape[1] for part in (columns, own)):
        return replace(refusal, note=not_applicable(_REPEATED))
    # The search sees slopes of one size, whatever they are measured in.
    size = np.sqrt((own[known] ** 2).mean(axis=0))
    sums = _sums(own[known] / size, np.column_stack([scores, columns])[known], place, n_units)
    if _rest(sums) <= _NIL * sums.whole[0, 0]:
        return replace(refusal, note=not_applicable(_NO_REST))
    taken = np.tril(np.ones((size.size, size.size))) if is_correlated else np.eye(size.size)
    places = np.nonzero(taken)
    factor = _search(places, sums, method)
    deviance, _, fixed, variance, bread = _deviance(factor, sums, method)
    between = variance * (factor @ factor.T) / np.outer(size, size)
    n_parameters = k + len(places[0]) + 1
    return MixedModel(
        fixed=fixed,
        se=np.sqrt(variance * np.diag(bread)),
        between=between,
        within=variance,
        icc=float(between[0, 0] / (between[0, 0] + variance)),
        log_likelihood=-deviance / 2,
        aic=deviance + 2 * n_parameters,
        bic=deviance + n_parameters * float(np.log(n)),
        n=n,
        n_units=n_units,
        n_parameters=n_parameters,
        method=method,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def _sums(own: Floats, table: Floats, place: Ints, n_units: int) -> _Sums:
    """Return the products, each unit's by one pass over the answers."""
    cross = np.zeros((n_units, own.shape[1], table.shape[1]))
    np.add.at(cross, place, own[:, :, None] * table[:, None, :])
    squares = np.zeros((n_units, own.shape[1], own.shape[1]))
    np.add.at(squares, place, own[:, :, None] * own[:, None, :])
    return _Sums(table.T @ table, cross, squares, len(table))


def _rest(sums: _Sums) -> float:
    """Return the squared residuals when each unit has its own best level and slopes."""
    inverse = np.linalg.pinv(sums.own, hermitian=True)
    products = sums.whole - np.einsum("uik,uij,ujl->kl", sums.cross, inverse, sums.cross)
    explained = np.linalg.pinv(products[1:, 1:], hermitian=True, rcond=1e-9) @ products[1:, 0]
    return float(products[0, 0] - explained @ products[1:, 0])


def _search(places: tuple[Ints, ...], sums: _Sums, method: Method) -> Floats:
    """Return the factor of least deviance."""
    size = sums.own.shape[1]

    def factor_of(theta: Floats) -> Floats:
        factor = np.zeros((size, size))
        factor[places] = theta
        return factor

    def target(theta: Floats) -> tuple[float, Floats]:
        deviance, slope, *_ = _deviance(factor_of(theta), sums, method)
        return deviance, slope[places]

    diagonal = places[0] == places[1]
    bounds = [(0.0, None) if own else (None, None) for own in diagonal]
    tops = []
    for start in _STARTS:
        found = optimize.minimize(
            target, start * diagonal, jac=True, method="L-BFGS-B", bounds=bounds,
            options={"ftol": _PRECISION, "gtol": 1e-9, "maxiter": 1000},
        )  # fmt: skip
        tops.append((float(found.fun), found.x))
    return factor_of(min(tops, key=lambda top: top[0])[1])


def _deviance(
    factor: Floats, sums: _Sums, method: Method
) -> tuple[float, Floats, Floats, float, Floats]:
    """Return the deviance at a factor, its slope by it, β, the scale and (X′V⁻¹X)⁻¹."""
    turned = factor.T @ sums.own
    middle = np.eye(len(factor)) + turned @ factor
    # What a unit's own part takes from all products: V⁻¹ = I − ZΛ(I + Λ′Z′ZΛ)⁻¹Λ′Z′.
    inner = factor @ np.linalg.inv(middle) @ factor.T
    rest_cross = sums.cross - sums.own @ inner @ sums.cross
    products = sums.whole - np.einsum("uik,uij,ujl->kl", sums.cross, inner, sums.cross)
    bread: Floats = np.linalg.inv(products[1:, 1:]).astype(np.float64)
    fixed = bread @ products[1:, 0]
    freedom = sums.n - (len(fixed) if method == "reml" else 0)
    variance = float(products[0, 0] - fixed @ products[1:, 0]) / freedom
    deviance = freedom * (1 + np.log(2 * np.pi * variance)) + np.linalg.slogdet(middle)[1].sum()
    gap = rest_cross[:, :, 0] - rest_cross[:, :, 1:] @ fixed
    # By ΛΛ′: Z′V⁻¹Z from the determinants, Z′V⁻¹r from the residuals, Z′V⁻¹X from REML.
    bend = (sums.own - sums.own @ inner @ sums.own).sum(axis=0) - gap.T @ gap / variance
    if method == "reml":
        deviance -= np.linalg.slogdet(bread)[1]
        bend -= np.einsum("uik,kl,ujl->ij", rest_cross[:, :, 1:], bread, rest_cross[:, :, 1:])
    return float(deviance), 2 * bend @ factor, fixed, variance, bread


def _refusal(n: int, n_units: int, sizes: tuple[int, int], method: Method) -> MixedModel:
    """Return a model without numbers; the reason is still to be filled in."""
    nan, nothing = np.nan, np.full(sizes[0], np.nan)
    between = np.full((sizes[1], sizes[1]), nan)
    return MixedModel(
        nothing, nothing, between, nan, nan, nan, nan, nan, n, n_units, 0, method,
        applicable=False, note=NOTHING_TO_SAY,
    )  # fmt: skip
