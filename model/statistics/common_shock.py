"""Do units share surprises: a shock common to all, felt more strongly by some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.diagnostic import Diagnostic
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST_UNITS = 5
#: Gamma law that stands for the Tracy-Widom law of order one: shape, scale and shift.
_SHAPE, _SCALE, _SHIFT = 46.446, 0.186054, 9.84801

WHY = Text(
    nl="eenheden delen hun verrassingen: iets gemeenschappelijks raakte sommige sterker dan "
    "andere, en dat kan een volgorde nabootsen",
    en="units share their surprises: something common to all hit some harder than others, and "
    "that can imitate an order",
)


def common_shock(surprises: Array, seen: NDArray[np.bool_]) -> Diagnostic:
    """Return whether one movement is shared by units in different strength.

    Parameters
    ----------
    surprises, seen : array, shape (units, periods, 2)
        Of `model.statistics.surprises`.

    Returns
    -------
    Diagnostic
        p is NaN with fewer than five units in a period, or fewer than two such columns.

    Notes
    -----
    The largest eigenvalue of the surprises' cross-products over units, each series and period
    as normal scores (so that heavy tails do not count), against the Tracy-Widom law.

    References
    ----------
    Johnstone (2001), Annals of Statistics 29(2), 295-327.
    Chiani (2014), J. of Multivariate Analysis 129, 69-81: the gamma law for Tracy-Widom.
    """
    flat = np.where(seen, surprises, np.nan).reshape(len(surprises), -1)
    known = np.isfinite(flat)
    flat, known = (part[:, known.sum(axis=0) >= FEWEST_UNITS] for part in (flat, known))
    units, columns = flat.shape
    if units < FEWEST_UNITS or columns < 2:
        return Diagnostic("common_shock", float(np.nan), WHY)
    scores = _normal_scores(flat, known)
    largest = np.linalg.svd(scores, compute_uv=False)[0] ** 2
    ends = np.sqrt(units - 1.5) + np.sqrt(columns - 0.5)
    width = ends * (1 / np.sqrt(units - 1.5) + 1 / np.sqrt(columns - 0.5)) ** (1 / 3)
    place = (largest - ends**2) / width + _SHIFT
    return Diagnostic("common_shock", float(stats.gamma.sf(place, _SHAPE, scale=_SCALE)), WHY)


def _normal_scores(values: Array, known: NDArray[np.bool_]) -> Array:
    """Return each column's normal scores with variance one; zero where unknown."""
    ranks = values.argsort(axis=0).argsort(axis=0) + 1
    count = known.sum(axis=0)
    share = np.where(known, (ranks - 0.375) / (count + 0.25), 0.5)
    scores = stats.norm.ppf(share)
    return np.asarray(scores / np.sqrt((scores**2).sum(axis=0) / count))
