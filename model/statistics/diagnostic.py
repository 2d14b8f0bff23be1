"""How a fitted model says that the data look like something it does not hold for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.text import Text

    Array = NDArray[np.float64]

#: A diagnostic fires at this level: three of them together then rarely keep back a sound claim.
LEVEL = 0.025


@dataclass(frozen=True)
class Diagnostic:
    """One way in which the model may not hold, looked for in the data.

    Parameters
    ----------
    name : str
    p : float
        Chance of data that look so much like it where the model does hold; NaN when the data
        cannot show it.
    why : Text
        What it means for the reader, to follow on a colon.
    """

    name: str
    p: float
    why: Text

    @property
    def fired(self) -> bool:
        """Whether the data look like it."""
        return self.p <= LEVEL


def by_unit(amounts: Array) -> Array:
    """Return how far each mean over units is from zero, in standard normal units.

    Parameters
    ----------
    amounts : array, shape (units, statistics)
        Independent over units.

    Returns
    -------
    array, shape (statistics,)
        Through t(units − 1); 0 where nothing varies.
    """
    units = len(amounts)
    spread = amounts.std(axis=0, ddof=1)
    t = amounts.mean(axis=0) * np.sqrt(units) / np.where(spread > 0, spread, np.inf)
    tail = np.maximum(stats.t.sf(np.abs(t), units - 1), 1e-300)
    return np.asarray(np.sign(t) * stats.norm.isf(tail))
