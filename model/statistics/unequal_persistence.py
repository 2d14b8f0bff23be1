"""Do units differ in how long they remember: persistence that is not one number for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.diagnostic import Diagnostic
from model.statistics.kalman import Cells, forward
from model.statistics.latent_panel import cells_of
from model.statistics.latent_var import ERROR, XX, YY, state_model, unit_scores, within_limits
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.latent_fit import Fit

    Array = NDArray[np.float64]

#: Distance over which the likelihood is differenced.
REACH = 1e-3

WHY = Text(
    nl="eenheden verschillen in hoe lang een verandering bij hen doorwerkt (of enkele "
    "veranderingen zijn uitzonderlijk groot); één getal voor allen kan dan een volgorde nabootsen",
    en="units differ in how long a change lasts in them (or a few changes are exceptionally "
    "large); one number for all can then imitate an order",
)


def unequal_persistence(fit: Fit) -> Diagnostic:
    """Return whether units differ in persistence.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.

    Returns
    -------
    Diagnostic
        p is NaN where the fit lies next to a process that does not die out.

    Notes
    -----
    White's information-matrix test: if φ_xx differs over units, the squares of their scores
    exceed minus their second derivatives. One-sided t over units, after the scores of all
    parameters are regressed out (they were estimated); twice the smaller p of φ_xx and φ_yy.
    Exceptionally large changes (heavy tails) make it fire as well.

    References
    ----------
    Chesher (1984), Econometrica 52(4), 865-872.
    """
    cells = cells_of(fit.panel, by_unit=True)
    form, free = fit.problem.form, fit.problem.free
    steps = [np.eye(fit.theta.size)[place] * REACH for place in (XX, YY)]
    around = [fit.theta + way * step for step in steps for way in (-1, 1)]
    if not all(within_limits(theta, form) for theta in around):
        return Diagnostic("unequal_persistence", float(np.nan), WHY)
    here = _heights(fit.theta, cells, fit)
    below_x, above_x, below_y, above_y = (_heights(theta, cells, fit) for theta in around)
    excess = np.array(
        [
            ((above - below) / (2 * REACH)) ** 2 + (above + below - 2 * here) / REACH**2
            for above, below in ((above_x, below_x), (above_y, below_y))
        ]
    ).T
    scores = unit_scores(fit.theta, cells, form)[:, free]
    units, parameters = scores.shape
    left, degrees = excess, units - 1
    if units > 2 * parameters:
        left = excess - scores @ np.linalg.lstsq(scores, excess, rcond=None)[0]
        degrees = units - 1 - parameters
    t = excess.mean(axis=0) * np.sqrt(units) / left.std(axis=0, ddof=1)
    p = min(1.0, 2 * float(stats.t.sf(t, degrees).min()))
    return Diagnostic("unequal_persistence", p, WHY)


def _heights(theta: Array, cells: Cells, fit: Fit) -> Array:
    """Return each unit's log-likelihood, up to a constant."""
    noise = cells.noise * np.exp(theta[ERROR:])[:, None]
    kept = forward(cells._replace(noise=noise), state_model(theta, fit.problem.form))[1]
    parts = cells.copies * np.log(kept.spread) + kept.surprise**2 / kept.spread
    return np.asarray(-0.5 * parts.sum(axis=(0, 1)))
