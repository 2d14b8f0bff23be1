"""How sure is one score: standard errors of means, shares and NPS, and of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CONFIDENCE = 0.95
_Z = float(stats.norm.ppf((1 + _CONFIDENCE) / 2))


@dataclass(frozen=True)
class Estimate:
    """One score and how sure it is.

    Parameters
    ----------
    value, se, low, high : float
        In the score's own units; 95 % interval. NaN se with fewer than two answers to a mean.
    n : int
        Answers in it.
    """

    value: float
    se: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Change:
    """A difference between two scores: whether it is real, and apart from that whether it matters.

    Parameters
    ----------
    difference, se, low, high : float
        Later minus earlier, in the score's own units; 95 % interval.
    p : float
        Two-sided.
    significant : bool
        Whether chance alone would seldom (less than 1 in 20) give so large a difference.
    matters : {'yes', 'no', 'unclear'}
        The whole interval lies beyond the smallest change that matters; within it; or neither.
    sentence : Text
        Both answers in words.
    """

    difference: float
    se: float
    low: float
    high: float
    p: float
    significant: bool
    matters: Literal["yes", "no", "unclear"]
    sentence: Text


_SIGNIFICANT = {
    True: Text(nl="Het verschil is groter dan toeval", en="The difference is larger than chance"),
    False: Text(nl="Het verschil kan toeval zijn", en="The difference may be chance"),
}
_MATTERS = {
    "yes": Text(
        nl="{real}, en het is groot genoeg om ertoe te doen.",
        en="{real}, and it is large enough to matter.",
    ),
    "no": Text(
        nl="{real}, en het is te klein om ertoe te doen.",
        en="{real}, and it is too small to matter.",
    ),
    "unclear": Text(
        nl="{real}; of het groot genoeg is om ertoe te doen, is nog niet te zeggen.",
        en="{real}; whether it is large enough to matter cannot be told yet.",
    ),
}
_MORE_THAN_ALL = Text(
    nl="Er zijn {n} antwoorden, meer dan de {head_count} mensen in de eenheid.",
    en="There are {n} answers, more than the {head_count} people in the unit.",
)
_CHECK_HEAD_COUNT = Text(
    nl="verbeter het aantal medewerkers of laat het weg",
    en="correct the head count or leave it out",
)
_HEAD_COUNT = Text(nl="aantal medewerkers", en="head count")


def mean_score(
    scores: Floats, *, weights: Floats | None = None, head_count: int | None = None
) -> Estimate:
    """Return a mean of answers with its sampling error.

    Parameters
    ----------
    scores : array, shape (answers,)
        NaN is an answer not given; it does not count.
    weights : array, shape (answers,), optional
        Design weights, positive; only their ratios matter.
    head_count : int, optional
        People who could have answered: the error shrinks by √(1 − n/head_count).

    Returns
    -------
    Estimate
        Σwy/Σw with variance (1 − n/N)·n/(n−1)·Σw²(y−ȳ)²/(Σw)²; with equal weights s²/n.
        The interval uses t with n − 1 degrees of freedom.

    Raises
    ------
    RejectedError
        With more answers than people.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., ch. 2 and 6.
    """
    given = np.isfinite(scores)
    n = int(given.sum())
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0)
    answers = scores[given]
    weight = np.ones(n) if weights is None else weights[given]
    weight = weight / weight.sum()
    value = float(weight @ answers)
    rest = _share_not_asked(n, head_count)
    if n == 1:
        return Estimate(value, np.nan, np.nan, np.nan, 1)
    se = float(np.sqrt(rest * n / (n - 1) * (weight**2 @ (answers - value) ** 2)))
    reach = float(stats.t.ppf((1 + _CONFIDENCE) / 2, n - 1)) * se
    return Estimate(value, se, value - reach, value + reach, n)


def share(yes: int, n: int, *, head_count: int | None = None) -> Estimate:
    """Return a share, 0 to 100, with its sampling error.

    Parameters
    ----------
    yes, n : int
        Answers that count, and all answers.
    head_count : int, optional
        As for :func:`mean_score`.

    Returns
    -------
    Estimate
        Variance p(1−p)/n. At 0 or 100 % that would be nil however few answered; there
        p = (yes + ½)/(n + 1) is used for the error. The interval is Wilson's.

    Raises
    ------
    RejectedError
        With more answers than people.

    References
    ----------
    Brown, Cai and DasGupta (2001), Statistical Science 16(2), 101-133.
    """
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0)
    p = yes / n
    rest = _share_not_asked(n, head_count)
    spread = p * (1 - p) if 0 < yes < n else (yes + 0.5) * (n - yes + 0.5) / (n + 1) ** 2
    z2 = _Z**2 * rest / n
    middle, reach = (p + z2 / 2) / (1 + z2), np.sqrt(z2 * (p * (1 - p) + z2 / 4)) / (1 + z2)
    return Estimate(
        100 * p,
        100 * float(np.sqrt(rest * spread / n)),
        100 * float(max(0.0, middle - reach)),
        100 * float(min(1.0, middle + reach)),
        n,
    )


def nps(
    promoters: int, passives: int, detractors: int, *, head_count: int | None = None
) -> Estimate:
    """Return the Net Promoter Score, −100 to 100, with its sampling error.

    Parameters
    ----------
    promoters, passives, detractors : int
        Answers of 9-10, 7-8 and 0-6.
    head_count : int, optional
        As for :func:`mean_score`.

    Returns
    -------
    Estimate
        NPS = p₊ − p₋ with variance (p₊ + p₋ − NPS²)/n. When all answers fall in one group that
        would be nil however few answered; half an answer is then added to each group for the
        error. Interval from the normal distribution.

    Raises
    ------
    RejectedError
        With more answers than people.

    References
    ----------
    Rocks (2016), Interval estimation for the "Net Promoter Score", The American Statistician
    70(4), 365-372.
    """
    n = promoters + passives + detractors
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0)
    rest = _share_not_asked(n, head_count)
    groups = np.array([promoters, passives, detractors], dtype=float)
    value = (promoters - detractors) / n
    if groups.max() == n:
        groups = groups + 0.5
    plus, _, minus = groups / groups.sum()
    se = float(np.sqrt(rest * (plus + minus - (plus - minus) ** 2) / n))
    return Estimate(100 * value, 100 * se, 100 * (value - _Z * se), 100 * (value + _Z * se), n)


def pooled_standard_errors(sd: Floats, n: Floats) -> Floats:
    """Return standard errors of unit means from the spread that all units share.

    Parameters
    ----------
    sd, n : array, any one shape
        Standard deviation and number of answers of each unit and period; NaN is a gap.

    Returns
    -------
    array, same shape
        √(Σ(n−1)s²/Σ(n−1)) / √n. Five people who happen to agree have sd 0, and their own s²/n
        would claim that their score is exact; the shared spread does not.
    """
    counts = np.isfinite(sd) & (n > 1)
    freedom = np.where(counts, n - 1, 0.0)
    if freedom.sum() == 0:
        return np.full(n.shape, np.nan)
    common = (freedom * np.where(counts, sd, 0.0) ** 2).sum() / freedom.sum()
    answered = n > 0
    return np.where(answered, np.sqrt(common / np.where(answered, n, 1.0)), np.nan)


def change(before: Estimate, after: Estimate, *, smallest: float) -> Change:
    """Compare two scores of different people or different moments.

    Parameters
    ----------
    before, after : Estimate
        Taken as independent; when the same people answered twice the error is overstated.
    smallest : float
        The smallest change that matters, in the score's own units.

    Returns
    -------
    Change
    """
    difference = after.value - before.value
    se = float(np.hypot(before.se, after.se))
    low, high = difference - _Z * se, difference + _Z * se
    p = float(2 * stats.norm.sf(abs(difference) / max(se, 1e-300)))
    matters: Literal["yes", "no", "unclear"] = "unclear"
    if low > smallest or high < -smallest:
        matters = "yes"
    elif -smallest < low and high < smallest:
        matters = "no"
    significant = p < 1 - _CONFIDENCE
    sentence = _MATTERS[matters].fill(real=_SIGNIFICANT[significant])
    return Change(difference, se, low, high, p, significant, matters, sentence)


def _share_not_asked(n: int, head_count: int | None) -> float:
    """Return the finite-population correction 1 − n/N, or 1 when N is unknown."""
    if head_count is None:
        return 1.0
    if n > head_count:
        raise RejectedError(
            _MORE_THAN_ALL.fill(n=n, head_count=head_count),
            where=_HEAD_COUNT,
            remedy=_CHECK_HEAD_COUNT,
        )
    return 1 - n / head_count
