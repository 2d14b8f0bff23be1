"""How often an instrument is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def usual_step(waves: NDArray[np.int64]) -> int:
    """Return how many periods usually lie between two waves of an instrument.

    Parameters
    ----------
    waves : array of int, shape (waves,)
        Places of the periods with a measurement, rising.

    Returns
    -------
    int
        The median distance, of two middle ones the smaller; 1 with fewer than two waves.
    """
    if waves.size < 2:
        return 1
    return int(np.quantile(np.diff(waves), 0.5, method="lower"))
