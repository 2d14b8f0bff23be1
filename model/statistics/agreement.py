"""Do people of one unit agree, and do units differ: ICC(1), ICC(2), r_wg, AD, ICCs of raters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_CONFIDENCE = 0.95
_UPPER = (1 + _CONFIDENCE) / 2

_FEW = Text(
    nl="er zijn {units} eenheden met {answers} antwoorden; nodig zijn er 2 of meer, "
    "en meer antwoorden dan eenheden",
    en="there are {units} units with {answers} answers; needed are 2 or more units, "
    "and more answers than units",
)
_NO_SPREAD = Text(nl="iedereen gaf hetzelfde antwoord", en="everybody gave the same answer")


@dataclass(frozen=True)
class UnitIcc:
    """How much of the spread between people lies between units.

    Parameters
    ----------
    icc1 : float
        Share of one person's score that the unit explains.
    icc1_mean_size : float
        The same with the plain mean number of answers for k, as multilevel::ICC1 gives it.
    icc2 : float
        Reliability of the unit's mean; may be negative.
    low, high : float
        95 % interval of ``icc1``.
    f, p : float
        Do units differ at all?
    k : float
        Effective number of answers per unit.
    n_units, n : int
        Units and answers.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    icc1: float
    icc1_mean_size: float
    icc2: float
    low: float
    high: float
    f: float
    p: float
    k: float
    n_units: int
    n: int
    applicable: bool
    note: Text


@dataclass(frozen=True)
class RaterIcc:
    """One of the six intraclass correlations of raters.

    Parameters
    ----------
    icc, low, high : float
        With its 95 % interval.
    f, p : float
        Test of no correlation, with ``df1`` and ``df2`` degrees of freedom.
    df1, df2 : int
    """

    icc: float
    f: float
    df1: int
    df2: int
    p: float
    low: float
    high: float


def unit_icc(scores: Floats, unit: Ints) -> UnitIcc:
    """Return ICC(1) and ICC(2) from one-way analysis of variance.

    Parameters
    ----------
    scores : array, shape (answers,)
        NaN is an answer not given.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.

    Returns
    -------
    UnitIcc
        ICC(1) = (MSB − MSW)/(MSB + (k−1)·MSW), ICC(2) = (MSB − MSW)/MSB, with
        k = (n − Σn_g²/n)/(G − 1) for units of unequal size.

    References
    ----------
    Bliese (2000), in Klein and Kozlowski (eds), Multilevel Theory, Research and Methods, 349-381.
    """
    given = np.isfinite(scores)
    _, place, size = np.unique(unit[given], return_inverse=True, return_counts=True)
    answers, n, n_units = scores[given], int(given.sum()), len(size)
    spread = float(((answers - answers.mean()) ** 2).sum()) if n else 0.0
    why = None
    if n_units < 2 or n <= n_units:
        why = _FEW.fill(units=n_units, answers=n)
    elif spread == 0:
        why = _NO_SPREAD
    if why is not None:
        nan, note = np.nan, not_applicable(why)
        return UnitIcc(
            nan, nan, nan, nan, nan, nan, nan, nan, n_units, n, applicable=False, note=note
        )
    means = np.bincount(place, answers) / size
    within = float(((answers - means[place]) ** 2).sum())
    between_mean = (spread - within) / (n_units - 1)
    # When all agree within units, F is infinite and so is the lower bound: both are capped.
    within_mean = max(within / (n - n_units), 1e-12 * spread)
    k = float((n - (size**2).sum() / n) / (n_units - 1))
    f = between_mean / within_mean
    low, high = _one_way_interval(f, k, n_units - 1, n - n_units)
    return UnitIcc(
        icc1=_from_f(f, k),
        icc1_mean_size=_from_f(f, n / n_units),
        icc2=float(1 - 1 / f) if f > 0 else -np.inf,
        low=low,
        high=high,
        f=f,
        p=float(stats.f.sf(f, n_units - 1, n - n_units)),
        k=k,
        n_units=n_units,
        n=n,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def r_wg(
    scores: Floats, unit: Ints, *, points: int, chance_variance: float | None = None
) -> Floats:
    """Return within-unit agreement on one item or score, per unit.

    Parameters
    ----------
    scores : array, shape (answers,)
        From 1 to ``points`` or any range of that width; NaN is an answer not given.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.
    points : int
        Number of answer options.
    chance_variance : float, optional
        Variance of answers given at random, in squared points. When left out that of an even
        spread, (points² − 1)/12; 1.34 for a slight skew on 5 points, and so on.

    Returns
    -------
    array, shape (units,)
        1 − s²/chance, in order of the unit numbers. 1 is full agreement; 0 is no more than
        chance (worse is reported as 0). NaN with fewer than two answers.

    References
    ----------
    James, Demaree and Wolf (1984), J. of Applied Psychology 69(1), 85-98.
    LeBreton and Senter (2008), Organizational Research Methods 11(4), 815-852 (other chances).
    """
    return r_wg_j(scores[:, None], unit, points=points, chance_variance=chance_variance)


def r_wg_j(
    items: Floats, unit: Ints, *, points: int, chance_variance: float | None = None
) -> Floats:
    """Return within-unit agreement on the mean of parallel items, per unit.

    Parameters
    ----------
    items : array, shape (answers, items)
        All items scored in the same direction. Answers with a NaN are left out.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.
    points : int
        Number of answer options.
    chance_variance : float, optional
        As for :func:`r_wg`.

    Returns
    -------
    array, shape (units,)
        J·a/(J·a + 1 − a) for J items and a = 1 − mean s²/chance, no less than 0. NaN with fewer
        than two answers.

    References
    ----------
    James, Demaree and Wolf (1984), J. of Applied Psychology 69(1), 85-98.
    """
    chance = (points**2 - 1) / 12 if chance_variance is None else chance_variance
    complete = np.isfinite(items).all(axis=1)
    codes, place = np.unique(unit, return_inverse=True)
    place, answers = place[complete], items[complete]
    size = np.bincount(place, minlength=len(codes))
    means = _per_unit(answers, place, len(codes)) / np.maximum(size, 1)[:, None]
    squares = _per_unit((answers - means[place]) ** 2, place, len(codes))
    variance = squares.mean(axis=1) / np.maximum(size - 1, 1)
    one = np.maximum(0.0, 1 - variance / chance)
    n_items = items.shape[1]
    return np.where(size > 1, n_items * one / (n_items * one + 1 - one), np.nan)


def average_deviation(
    items: Floats, unit: Ints, *, around: Literal["mean", "median"] = "mean"
) -> Floats:
    """Return how far answers lie from the middle of their unit, averaged, per unit.

    Parameters
    ----------
    items : array, shape (answers,) or (answers, items)
        Over several items the deviations are averaged. Answers with a NaN are left out.
    unit : array, shape (answers,)
        Whole numbers that tell the unit of each answer.
    around : "mean" or "median"
        The middle.

    Returns
    -------
    array, shape (units,)
        Σ|x − middle|/n in points of the scale, in order of the unit numbers; 0 is full agreement,
        and below points/6 is usually called enough. NaN with fewer than two answers.

    References
    ----------
    Burke, Finkelstein and Dusig (1999), Organizational Research Methods 2(1), 49-68.
    """
    table = items.reshape(len(items), -1)
    complete = np.isfinite(table).all(axis=1)
    middle = np.mean if around == "mean" else np.median
    found = []
    for code in np.unique(unit):
        own = table[complete & (unit == code)]
        enough = len(own) > 1
        found.append(np.abs(own - middle(own, axis=0)).mean() if enough else np.nan)
    return np.array(found)


def _per_unit(values: Floats, place: Ints, n_units: int) -> Floats:
    """Return each unit's sums, shape (units, columns)."""
    sums = np.zeros((n_units, values.shape[1]))
    np.add.at(sums, place, values)
    return sums


def ceiling_share(scores: Floats, *, low: float, high: float) -> float:
    """Return the larger share of answers, 0 to 1, at either end of the scale.

    Parameters
    ----------
    scores : array, any shape
        NaN is an answer not given; NaN comes back when none was.
    low, high : float
        The ends of the scale. Above 0.2 at an end, real changes can no longer be seen.
    """
    given = scores[np.isfinite(scores)]
    if given.size == 0:
        return float("nan")
    return float(max((given <= low).mean(), (given >= high).mean()))


def rater_icc(ratings: Floats) -> dict[str, RaterIcc]:
    """Return the six intraclass correlations of Shrout and Fleiss.

    Parameters
    ----------
    ratings : array, shape (targets, raters)
        Without gaps; two or more of each.

    Returns
    -------
    dict
        ``ICC1``, ``ICC2``, ``ICC3`` for one rater (each target other raters; the same raters, a
        sample; the same raters, all there are) and ``ICC1k``, ``ICC2k``, ``ICC3k`` for their mean.

    References
    ----------
    Shrout and Fleiss (1979), Psychological Bulletin 86(2), 420-428.
    """
    n, k = ratings.shape
    total = float(((ratings - ratings.mean()) ** 2).sum())
    between = float(k * ((ratings.mean(axis=1) - ratings.mean()) ** 2).sum())
    raters = float(n * ((ratings.mean(axis=0) - ratings.mean()) ** 2).sum())
    df, df_within, df_error = n - 1, n * (k - 1), (n - 1) * (k - 1)
    ms_between, ms_raters = between / df, raters / (k - 1)
    ms_within, ms_error = (total - between) / df_within, (total - between - raters) / df_error
    f_within, f_error = ms_between / ms_within, ms_between / ms_error
    found = {}
    for name, f, df2 in (("ICC1", f_within, df_within), ("ICC3", f_error, df_error)):
        p = float(stats.f.sf(f, df, df2))
        found[name] = RaterIcc(_from_f(f, k), f, df, df2, p, *_one_way_interval(f, k, df, df2))
        f_low = f / float(stats.f.ppf(_UPPER, df, df2))
        f_high = f * float(stats.f.ppf(_UPPER, df2, df))
        found[f"{name}k"] = RaterIcc(1 - 1 / f, f, df, df2, p, 1 - 1 / f_low, 1 - 1 / f_high)
    rest = k * (ms_raters - ms_error) / n
    icc2 = (ms_between - ms_error) / (ms_between + (k - 1) * ms_error + rest)
    low, high = _two_way_interval((ms_between, ms_raters, ms_error), icc2, n, k)
    test = (f_error, df, df_error, found["ICC3"].p)
    found["ICC2"] = RaterIcc(icc2, *test, low, high)
    found["ICC2k"] = RaterIcc(_of_mean(icc2, k), *test, _of_mean(low, k), _of_mean(high, k))
    return found


def _from_f(f: float, k: float) -> float:
    """Return the correlation of one answer from the ratio of variances."""
    return (f - 1) / (f + k - 1)


def _of_mean(icc: float, k: int) -> float:
    """Return the correlation of a mean of k raters (Spearman-Brown)."""
    return icc * k / (1 + icc * (k - 1))


def _one_way_interval(f: float, k: float, df1: int, df2: int) -> tuple[float, float]:
    """Return the 95 % interval of a correlation from one ratio of variances."""
    return (
        _from_f(f / float(stats.f.ppf(_UPPER, df1, df2)), k),
        _from_f(f * float(stats.f.ppf(_UPPER, df2, df1)), k),
    )


def _two_way_interval(
    mean_squares: tuple[float, float, float], icc: float, n: int, k: int
) -> tuple[float, float]:
    """Return the 95 % interval of ICC2, with Satterthwaite's degrees of freedom."""
    between, raters, error = mean_squares
    ratio = raters / error
    spread = n * (1 + (k - 1) * icc) - k * icc
    df = (k - 1) * (n - 1) * (k * icc * ratio + spread) ** 2
    df /= (n - 1) * k**2 * icc**2 * ratio**2 + spread**2
    f_low, f_high = stats.f.ppf(_UPPER, n - 1, df), stats.f.ppf(_UPPER, df, n - 1)
    rest = k * raters + (k * n - k - n) * error
    return (
        float(n * (between - f_low * error) / (f_low * rest + n * between)),
        float(n * (f_high * between - error) / (rest + n * f_high * between)),
    )
