"""What a fitted model did not foresee: one-step surprises, which should look like pure chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from model.statistics.kalman import Cells
from model.statistics.latent_panel import cells_of
from model.statistics.latent_var import ERROR, state_model, whiten

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.latent_fit import Fit

    Array = NDArray[np.float64]


def surprises(fit: Fit) -> Array:
    """Return each score less what the unit's past foretold, in standard deviations.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.

    Returns
    -------
    array, shape (units, periods, 2)
        x, then y given x of the same period; zero where unseen. Where the model holds they are
        independent over units, periods and series.
    """
    cells = cells_of(fit.panel, by_unit=True)
    noise = cells.noise * np.exp(fit.theta[ERROR:])[:, None]
    matrices = state_model(fit.theta, fit.problem.form)
    white = whiten(Cells(cells.values, noise, cells.seen, cells.copies), matrices)
    return np.asarray(white.transpose(2, 0, 1))
