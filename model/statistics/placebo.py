"""A placebo: next period's beliefs as the cause of this period's customer score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.statistics.eiv import EivEstimate, effect_of
from model.statistics.within import Column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def placebo_future(
    x: Floats, y: Floats, *, var_x: Floats | float, var_y: Floats | float
) -> EivEstimate:
    """Return the effect that next period's x seems to have on y.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap.
    var_x, var_y : float or array, shape (units, periods)
        Error variances, in squared units of x and y.

    Returns
    -------
    EivEstimate
        Coefficient of x_i,t+1 in y_it on x_i,t+1, x_it and y_i,t−1, unit and period effects and
        measurement error taken out. It is nil when y does not go before x, also when x goes
        before y and when both move together; a clear effect means that y goes before x too, or
        that something else moves both.

    References
    ----------
    Sims (1972), American Economic Review 62(4), 540-552.
    """
    columns = (Column(0, 0), Column(1, 1), Column(1, 0), Column(0, -1))
    return effect_of((y, x), columns, variances=(var_y, var_x))
