"""Do surprises come back two or three periods later: more memory than one period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.diagnostic import Diagnostic, by_unit
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Periods back; one period back is what the model itself takes care of.
BACK = (2, 3)

WHY_OWN = Text(
    nl="een van de reeksen onthoudt meer dan de vorige periode; zo'n langere nasleep kan een "
    "volgorde nabootsen",
    en="one of the series remembers more than its previous period; such a longer aftermath can "
    "imitate an order",
)
WHY_LATER = Text(
    nl="wat nieuw is in de ene reeks komt twee of drie perioden later in de andere terug: de "
    "volgorde kan verder uiteen liggen dan één periode",
    en="what is new in one series comes back in the other two or three periods later: the order "
    "may lie further apart than one period",
)


def own_memory(surprises: Array) -> Diagnostic:
    """Return whether a series' own surprises come back later.

    Parameters
    ----------
    surprises : array, shape (units, periods, 2)
        Of `model.statistics.surprises`; zero where unseen.

    Returns
    -------
    Diagnostic
        p is NaN with a single unit, or no surprise two periods after another.

    Notes
    -----
    Σ_t u_it u_i,t−k per unit, for both series and k = 2, 3; the sum of squares of their means
    over units in standard normal units against χ² (as Box and Pierce, clustered by unit).

    References
    ----------
    Box and Pierce (1970), JASA 65, 1509-1526.
    """
    return _returning("own_memory", surprises, ((0, 0), (1, 1)), WHY_OWN)


def later_lag(surprises: Array) -> Diagnostic:
    """Return whether one series' surprises come back in the other, later than one period on.

    Parameters
    ----------
    surprises : array, shape (units, periods, 2)
        As for `own_memory`, with the products of one series and the other's past.

    Returns
    -------
    Diagnostic
        p is NaN as there.

    References
    ----------
    Hosking (1980), JASA 75, 602-608: several series at once.
    """
    return _returning("later_lag", surprises, ((0, 1), (1, 0)), WHY_LATER)


def _returning(
    name: str, surprises: Array, pairs: tuple[tuple[int, int], ...], why: Text
) -> Diagnostic:
    """Return the test of the products of surprises and earlier ones."""
    amounts = [
        (surprises[:, back:, now] * surprises[:, :-back, before]).sum(axis=1)
        for back in BACK
        if back < surprises.shape[1]
        for now, before in pairs
    ]
    if not amounts or len(surprises) < 2:
        return Diagnostic(name, float(np.nan), why)
    distance = by_unit(np.array(amounts).T)
    moving = int((distance != 0).sum())
    if not moving:
        return Diagnostic(name, float(np.nan), why)
    return Diagnostic(name, float(stats.chi2.sf((distance**2).sum(), moving)), why)
