"""Does the answer hang on one unit or one period: refit without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.latent_fit import Fit, inverse_of, signed_root
from model.statistics.latent_panel import LatentPanel, cells_of, in_effective_units
from model.statistics.latent_var import XY, YX, unit_scores
from model.statistics.maximise import climb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Units refitted for each effect and side; the others move it less.
MOST_MOVING = 5


@dataclass(frozen=True)
class LeftOut:
    """The two tests without one unit or one period.

    Parameters
    ----------
    index : int
        Row (unit) or column (period) of the delivered arrays that was left out.
    forward, reverse : float
        Signed roots of the likelihood ratios.
    forward_p, reverse_p : float
    forward_share, reverse_share : float
        Estimates relative to those of the whole.
    """

    index: int
    forward: float
    reverse: float
    forward_p: float
    reverse_p: float
    forward_share: float
    reverse_share: float


def without_one_unit(fit: Fit) -> tuple[LeftOut, ...]:
    """Return the tests without each unit that matters.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.

    Returns
    -------
    tuple of LeftOut
        Every unit up to 20; with more, those whose own score says that they move either effect
        most to either side (one step of Newton's method), refitted in full.
    """
    panel = fit.panel
    chosen = _influential(fit)
    keep = [np.delete(np.arange(panel.unit.size), row) for row in chosen]
    return tuple(
        _again(fit, _rows(panel, rows), int(panel.unit[row]))
        for row, rows in zip(chosen, keep, strict=True)
    )


def without_one_period(fit: Fit) -> tuple[LeftOut, ...]:
    """Return the tests with each period made a gap.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.

    Returns
    -------
    tuple of LeftOut
        One for each period with any measurement, in order.

    References
    ----------
    Efron (1992), Journal of the Royal Statistical Society B 54(1), 83-127: what one group of
    observations does to an answer.
    """
    panel = fit.panel
    out = []
    for period in np.flatnonzero(panel.seen.any(axis=(0, 2))):
        seen = panel.seen.copy()
        seen[:, period] = False
        out.append(_again(fit, replace(panel, seen=seen), int(period)))
    return tuple(out)


def _influential(fit: Fit) -> NDArray[np.int64]:
    """Return the rows of the panel whose absence moves an effect most."""
    units = fit.panel.unit.size
    metric = inverse_of(fit.bend)
    if units <= 4 * MOST_MOVING or not metric.size:
        return np.arange(units)
    moving = np.flatnonzero(fit.problem.free)
    scores = unit_scores(fit.theta, cells_of(fit.panel, by_unit=True), fit.problem.form)
    pull = scores[:, moving] @ metric[:, np.isin(moving, (XY, YX))]
    order = pull.argsort(axis=0)
    return np.unique(np.concatenate([order[:MOST_MOVING], order[-MOST_MOVING:]]))


def _rows(panel: LatentPanel, rows: NDArray[np.int64]) -> LatentPanel:
    """Return the panel of some units; balanced units get their new period means."""
    values, noise, seen = panel.values[rows], panel.noise[rows], panel.seen[rows]
    weight = in_effective_units(panel.weight[rows])
    effects = np.average(values, axis=0, weights=weight) if seen.all() else panel.effects
    return replace(
        panel,
        values=values,
        noise=noise,
        seen=seen,
        unit=panel.unit[rows],
        effects=effects,
        weight=weight,
    )


def _again(fit: Fit, panel: LatentPanel, index: int) -> LeftOut:
    """Return both tests on a panel that differs little from the one of the fit."""
    problem = fit.problem._replace(cells=cells_of(panel))
    metric = inverse_of(fit.bend)
    theta, height, arrived = climb(fit.theta, problem, 100, metric)
    nearby = replace(fit, theta=theta, height=height, arrived=arrived, problem=problem, panel=panel)
    moving = np.flatnonzero(problem.free).tolist()
    roots, p = [], []
    for place in (YX, XY):
        row = moving.index(place)
        direction = np.zeros(len(moving))
        if metric.size:
            direction = metric[:, row] / metric[row, row]
        roots.append(signed_root(nearby, place, 0.0, direction))
        p.append(float(2 * stats.t.sf(abs(roots[-1]), panel.effective_units - 1)))
    share = [float(theta[place] / fit.theta[place]) for place in (YX, XY)]
    return LeftOut(index, roots[0], roots[1], p[0], p[1], share[0], share[1])
