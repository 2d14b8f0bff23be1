"""Do the items of one construct measure one thing: Cronbach's α and McDonald's ω."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CONFIDENCE = 0.95
# The bound of R's factanal: a loading cannot explain more than 99.5 % of an item.
_LEAST_OWN_VARIANCE = 0.005

_FEW_ITEMS = Text(
    nl="een construct van {items} item(s) is te kort; nodig zijn er {needed}",
    en="a construct of {items} item(s) is too short; {needed} are needed",
)
_FEW_ANSWERS = Text(
    nl="{answers} mensen hebben alle items beantwoord; nodig zijn er meer dan {items}",
    en="{answers} people answered all items; more than {items} are needed",
)
_NO_SPREAD = Text(
    nl="op een of meer items gaf iedereen hetzelfde antwoord",
    en="on one or more items everybody gave the same answer",
)
_ONE_ITEM = Text(
    nl="één item draagt de gemeenschappelijke factor in zijn eentje",
    en="one item carries the common factor on its own",
)


@dataclass(frozen=True)
class Alpha:
    """Cronbach's α of one construct.

    Parameters
    ----------
    raw, standardised : float
        From the items as they are; from the items on one scale.
    ase : float
        Asymptotic standard error of ``raw``.
    low, high : float
        raw ± 1.96 ase (Duhachek).
    feldt_low, feldt_high : float
        95 % interval from the F distribution (Feldt), exact for parallel items.
    n, items : int
        Respondents with all items, and items.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    raw: float
    standardised: float
    ase: float
    low: float
    high: float
    feldt_low: float
    feldt_high: float
    n: int
    items: int
    applicable: bool
    note: Text


@dataclass(frozen=True)
class Omega:
    """McDonald's ω (total) of one construct.

    Parameters
    ----------
    omega : float
        Share of the sum score's variance that is the common factor, both from the model.
    standardised : float
        From the items on one scale, over the variance observed, as psych::omega gives it.
    loadings : array, shape (items,)
        Standardised loadings of the one factor, mostly positive.
    n : int
        Respondents with all items.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    omega: float
    standardised: float
    loadings: Floats
    n: int
    applicable: bool
    note: Text


def cronbach_alpha(answers: Floats) -> Alpha:
    """Return α with its standard error.

    Parameters
    ----------
    answers : array, shape (respondents, items)
        All items scored in the same direction. Respondents with a NaN are left out.

    Returns
    -------
    Alpha
        α = k/(k−1)·(1 − tr C/1′C1) for covariance C of k items;
        ase² = 2k²/((k−1)²(1′C1)³)·[1′C1(tr C² + tr²C) − 2 tr C·1′C²1]/n.
        Feldt: 1 − (1−α)·F, F at 97.5 and 2.5 % with n − 1 and (n−1)(k−1) degrees of freedom.
        (psych::alpha takes each pair of items from all who answered both; without gaps it is
        the same.)

    References
    ----------
    Duhachek and Iacobucci (2004), J. of Applied Psychology 89(5), 792-808.
    Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11(1), 93-103.
    """
    complete = answers[np.isfinite(answers).all(axis=1)]
    n, k = complete.shape
    why = _shortfall(complete, fewest_items=2)
    if why is not None:
        nan = np.nan
        note = not_applicable(why)
        return Alpha(nan, nan, nan, nan, nan, nan, nan, n, k, applicable=False, note=note)
    covariance = np.cov(complete, rowvar=False)
    correlation = np.corrcoef(complete, rowvar=False)
    total, trace, squared = covariance.sum(), np.trace(covariance), covariance @ covariance
    raw = float(k / (k - 1) * (1 - trace / total))
    standardised = float(k / (k - 1) * (1 - k / correlation.sum()))
    variance = total * (np.trace(squared) + trace**2) - 2 * trace * squared.sum()
    variance *= 2 * k**2 / ((k - 1) ** 2 * total**3)
    ase = float(np.sqrt(variance / n))
    reach = float(stats.norm.ppf((1 + _CONFIDENCE) / 2)) * ase
    tails = [(1 + _CONFIDENCE) / 2, (1 - _CONFIDENCE) / 2]
    feldt_low, feldt_high = 1 - (1 - raw) * stats.f.ppf(tails, n - 1, (n - 1) * (k - 1))
    return Alpha(
        raw,
        standardised,
        ase,
        raw - reach,
        raw + reach,
        float(feldt_low),
        float(feldt_high),
        n,
        k,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def mcdonald_omega(answers: Floats) -> Omega:
    """Return ω from one common factor, fitted by maximum likelihood.

    Parameters
    ----------
    answers : array, shape (respondents, items)
        All items scored in the same direction. Respondents with a NaN are left out.

    Returns
    -------
    Omega
        (Σλ)²/((Σλ)² + Σψ) with loadings λ and own variances ψ on the items' own scale; on one
        scale 1 − Σψ/1′R1 for correlations R. Refused when a loading reaches its bound (a Heywood
        case): there is no common factor then.

    References
    ----------
    McDonald (1999), Test Theory, ch. 6. Jöreskog (1967), Psychometrika 32(4), 443-482.
    """
    complete = answers[np.isfinite(answers).all(axis=1)]
    why = _shortfall(complete, fewest_items=3)
    if why is not None:
        return _no_omega(complete, why)
    correlation: Floats = np.asarray(np.corrcoef(complete, rowvar=False), dtype=np.float64)
    fitted = optimize.minimize(
        _misfit,
        np.full(len(correlation), 0.5),
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_LEAST_OWN_VARIANCE, 1.0)] * len(correlation),
        options={"ftol": 1e-14, "gtol": 1e-10},
    )
    if fitted.x.min() < 1.01 * _LEAST_OWN_VARIANCE:
        return _no_omega(complete, _ONE_ITEM)
    loadings = _loadings(fitted.x, correlation)
    spread = complete.std(axis=0, ddof=1)
    common = float((spread * loadings).sum() ** 2)
    omega = common / (common + float(spread**2 @ fitted.x))
    standardised = 1 - float(fitted.x.sum() / correlation.sum())
    return Omega(omega, standardised, loadings, len(complete), applicable=True, note=NOTHING_TO_SAY)


def _no_omega(complete: Floats, why: Text) -> Omega:
    """Return an ω without numbers."""
    nothing = np.full(complete.shape[1], np.nan)
    note = not_applicable(why)
    return Omega(np.nan, np.nan, nothing, len(complete), applicable=False, note=note)


def _shortfall(complete: Floats, *, fewest_items: int) -> Text | None:
    """Return why these answers cannot be used, if so."""
    n, k = complete.shape
    if k < fewest_items:
        return _FEW_ITEMS.fill(items=k, needed=fewest_items)
    if n <= k:
        return _FEW_ANSWERS.fill(answers=n, items=k)
    return _NO_SPREAD if (np.ptp(complete, axis=0) == 0).any() else None


def _loadings(own: Floats, correlation: Floats) -> Floats:
    """Return the loadings that go with the items' own variances."""
    root = np.sqrt(own)
    size, direction = np.linalg.eigh(correlation / np.outer(root, root))
    loadings: Floats = root * direction[:, -1] * np.sqrt(max(size[-1] - 1, 0.0))
    return loadings if loadings.sum() >= 0 else -loadings


def _misfit(own: Floats, correlation: Floats) -> tuple[float, Floats]:
    """Return minus the log likelihood, up to a constant, with its gradient."""
    root = np.sqrt(own)
    size = np.linalg.eigvalsh(correlation / np.outer(root, root))[:-1]
    # Two items that are one another's copy leave an eigenvalue of nil.
    size = np.maximum(size, 1e-12)
    loadings = _loadings(own, correlation)
    gap = np.outer(loadings, loadings) + np.diag(own) - correlation
    return float((size - np.log(size)).sum()), np.diag(gap) / own**2
