"""From two series with standard errors to the cells of which the likelihood is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.kalman import Cells
from model.statistics.latent_var import ERROR, Form, state_model, whiten

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: A unit counts when each series was measured at least this often.
FEWEST_CELLS = 2


@dataclass(frozen=True)
class LatentPanel:
    """Two scaled series of the units that can take part.

    Parameters
    ----------
    values : array, shape (units, periods, 2)
        Scores divided by ``scale``; zero where unseen.
    noise : array, shape (units, periods, 2)
        Error variances on that scale; one where unseen.
    seen : array of bool, shape (units, periods, 2)
    effects : array, shape (periods, 2)
        Period effects, taken off before the likelihood.
    scale : array, shape (2,)
        What one unit of each scaled series is in the series' own units.
    unit : array of int, shape (units,)
        Which rows of the delivered arrays take part.
    weight : array, shape (units,)
        How much each counts; they add up to the effective number of units.
    """

    values: Array
    noise: Array
    seen: NDArray[np.bool_]
    effects: Array
    scale: Array
    unit: NDArray[np.int64]
    weight: Array

    @property
    def deviations(self) -> Array:
        """Scores less the period effects, zero where unseen."""
        return np.where(self.seen, self.values - self.effects, 0.0)

    @property
    def effective_units(self) -> float:
        """How many units of equal weight these are worth."""
        return float(self.weight.sum())


def latent_panel(
    x: Array, y: Array, var_x: Array, var_y: Array, weight: Array | None = None
) -> LatentPanel:
    """Return the panel of all cells with a score and an error variance.

    Parameters
    ----------
    x, y, var_x, var_y : array, shape (units, periods)
        NaN is a gap; a score without error variance is a gap as well.
    weight : array, shape (units,), optional
        How much each unit counts, positive; only their ratios matter. By default all alike.

    Raises
    ------
    ValueError
        When a weight is not positive.

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7: (Σw)²/Σw² units of equal weight.
    """
    values = np.stack([x, y], axis=2).astype(float)
    noise = np.stack(np.broadcast_arrays(var_x, var_y), axis=2).astype(float)
    seen = np.isfinite(values) & np.isfinite(noise)
    unit = np.arange(len(values))
    if not seen.all():
        unit = np.flatnonzero((seen.sum(axis=1) >= FEWEST_CELLS).all(axis=1))
        seen = seen[unit]
        values = np.where(seen, values[unit], 0.0)
        noise = np.where(seen, noise[unit], 0.0)
    counts_for = np.ones(len(x)) if weight is None else np.asarray(weight, dtype=float)
    if not (counts_for > 0).all():
        raise ValueError("every weight must be positive")
    shares = in_effective_units(counts_for[unit])
    units, effects = _two_way(values, seen, shares)
    residual = np.where(seen, values - effects - units[:, None], 0.0)
    counts = over_cells(seen)
    cells = np.maximum(counts - seen.any(axis=1).sum(axis=0), 1)
    observed = over_cells(residual**2) / cells
    error = over_cells(noise) / np.maximum(counts, 1)
    scale = np.sqrt(np.maximum(observed - error, 0.1 * observed))
    scale = np.where(scale > 0, scale, 1.0)
    return LatentPanel(
        values / scale,
        np.where(seen, noise / scale**2, 1.0),
        seen,
        effects / scale,
        scale,
        unit,
        shares,
    )


def in_effective_units(weight: Array) -> Array:
    """Return weights that add up to (Σw)²/Σw², the number of equal units they are worth."""
    return weight * (weight.sum() / (weight @ weight)) if weight.size else weight


def over_cells(amounts: Array | NDArray[np.bool_]) -> Array:
    """Return each series' total over units and periods (a product is faster than a sum here)."""
    flat = amounts.reshape(-1, 2)
    return np.asarray(np.ones(len(flat)) @ flat)


def _two_way(values: Array, seen: NDArray[np.bool_], weight: Array) -> tuple[Array, Array]:
    """Return weighted least-squares unit levels (units, 2) and period effects (periods, 2).

    Plain period means would move when a unit with a high level comes or goes.
    """
    if seen.all():
        periods = values.shape[1]
        by_unit = values.reshape(len(values), -1)
        effects = (weight / weight.sum() @ by_unit).reshape(periods, 2)
        levels = by_unit @ np.tile(np.eye(2) / periods, (periods, 1))
        return levels - effects.mean(axis=0), effects
    units = np.zeros((values.shape[0], 2))
    effects = np.zeros(values.shape[1:])
    counted = weight[:, None, None] * seen
    in_period = counted.sum(axis=0)
    per_period, per_unit = np.where(in_period, in_period, 1.0), np.maximum(seen.sum(axis=1), 1)
    for _ in range(200):
        before = effects
        effects = (counted * (values - units[:, None])).sum(axis=0) / per_period
        units = np.where(seen, values - effects, 0.0).sum(axis=1) / per_unit
        if np.abs(effects - before).max(initial=0.0) < 1e-10:
            break
    return units, effects


def cells_of(panel: LatentPanel, *, by_unit: bool = False) -> Cells:
    """Return the cells; units that were measured alike stand in fewer columns.

    When all were, noise, seen and copies (of all together) have one column that stands for all.

    Parameters
    ----------
    panel : LatentPanel
    by_unit : bool
        Keep every unit a column, for derivatives by unit.
    """
    units, weight = panel.values.shape[0], panel.weight
    # A unit that counts twice has twice its log-likelihood: its squares, and its determinants.
    deviations = panel.deviations * np.sqrt(weight)[:, None, None]
    # Each period effect costs one of the units seen in that cell (restricted likelihood).
    share = (1 - _part_of_one(panel))[:, :, None]
    if by_unit:
        parts = (deviations, panel.noise, panel.seen.astype(float))
        apart = [np.ascontiguousarray(part.transpose(1, 2, 0)) for part in parts]
        return Cells(apart[0], apart[1], apart[2], apart[2] * share * weight)
    member = np.zeros(units, dtype=int)
    if not has_plain_effects(panel):
        looks = np.concatenate([panel.noise, panel.seen], axis=2).reshape(units, -1)
        member = np.unique(looks, axis=0, return_inverse=True)[1]
    values, source, copies = [], [], []
    for group in range(member.max() + 1):
        rows = np.flatnonzero(member == group)
        columns = _compressed(deviations[rows].transpose(1, 2, 0))
        values.append(columns)
        source.append(np.repeat(rows[0], columns.shape[2]))
        copies.append(np.full(columns.shape[2], weight[rows].sum() / columns.shape[2]))
    first, times = np.concatenate(source), np.concatenate(copies)
    if len(values) == 1:
        first, times = first[:1], np.array([panel.effective_units])
    seen = panel.seen[first].transpose(1, 2, 0).astype(float)
    return Cells(
        np.ascontiguousarray(np.concatenate(values, axis=2)),
        np.ascontiguousarray(panel.noise[first].transpose(1, 2, 0)),
        np.ascontiguousarray(seen),
        np.ascontiguousarray(seen * share * times),
    )


def _part_of_one(panel: LatentPanel) -> Array:
    """Return what one effective unit is of all those seen in a cell, shape (periods, 2)."""
    seen = panel.seen.reshape(len(panel.weight), -1)
    total, squares = panel.weight @ seen, panel.weight**2 @ seen
    part = np.divide(squares, total**2, out=np.ones_like(total), where=total > 0)
    return np.asarray(part.reshape(panel.seen.shape[1:]))


def _compressed(columns: Array) -> Array:
    """Return columns with the same cross-products, no more than there are cells in each."""
    periods, series, width = columns.shape
    if width <= periods * series:
        return columns
    flat = columns.reshape(-1, width)
    sizes, axes = np.linalg.eigh(flat @ flat.T)
    return np.asarray((axes * np.sqrt(np.maximum(sizes, 0.0))).reshape(periods, series, -1))


def has_plain_effects(panel: LatentPanel) -> bool:
    """Return whether period means are the best period effects: all units measured alike."""
    return bool(panel.seen.all() and (panel.noise == panel.noise[:1]).all())


def best_effects(panel: LatentPanel, theta: Array, form: Form) -> Array:
    """Return the generalised least-squares period effects under theta, shape (periods, 2)."""
    units, periods, _ = panel.values.shape
    matrices = state_model(theta, form)
    information = np.zeros((2 * periods, 2 * periods))
    weighted = np.zeros(2 * periods)
    marks = np.eye(2 * periods).reshape(periods, 2, -1)
    factor = np.exp(theta[ERROR:])[:, None]
    for i in range(units):
        both = np.concatenate([marks, panel.values[i][:, :, None]], axis=2)
        same = np.ones_like(both)
        noise = panel.noise[i][:, :, None] * factor * same
        white = whiten(Cells(both, noise, panel.seen[i][:, :, None] * same, same), matrices)
        flat = white.reshape(2 * periods, -1)
        information += panel.weight[i] * flat[:, :-1].T @ flat[:, :-1]
        weighted += panel.weight[i] * flat[:, :-1].T @ flat[:, -1]
    # A cell nobody has been measured in has no effect to estimate.
    solution = np.linalg.lstsq(information, weighted, rcond=1e-12)[0]
    return np.asarray(solution.reshape(periods, 2))
