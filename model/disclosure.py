"""Which figures may be shown so that no small group can be seen or worked out from them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

# Nine in ten alike: knowing the group's figure is knowing almost everybody's answer.
ALIKE_SHARE = 0.9
# Fewer people than this: no spread of their own is shown, it would give their answers away.
SMALLEST_SPREAD = 10
# Means nearer to an end of the scale than this share of it are shown as "… or more".
END_SHARE = 0.05
BANDS = (10, 15, 25, 50)


def visible_units(
    parents: Sequence[int],
    own: Counts,
    *,
    smallest_group: int,
    answers: Counts | None = None,
) -> NDArray[np.bool_]:
    """Return which units may be shown: the residual rule over a tree of units.

    The people of a visible unit who are in no visible unit below it are its residual. Everything
    that can be computed from the visible figures is a sum over residuals, so it is enough that
    every residual is empty or large enough, for every measure. From the leaves up, a unit that
    breaks this hides its smallest visible part whose people mend the residual, or else itself.

    Parameters
    ----------
    parents : sequence of int, length units
        Place of each unit's parent, before the unit itself; -1 for a root.
    own : array of int, shape (units, measures)
        How many people answered in the unit itself, units below it not counted.
    smallest_group : int
        k: a residual holds nobody, or at least so many people.
    answers : array of int, shape (units, measures, answers), optional
        How many of them gave which answer; with it a residual of people who nearly all answered
        alike is unsafe as well.

    Returns
    -------
    array of bool, shape (units,)
        A unit without any people is True: there is nothing to hide.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, chapter 4: a laminar family of
    totals discloses exactly the unions of its residuals.
    """
    visible = np.ones(len(parents), dtype=np.bool_)
    people = _People(own, answers, smallest_group)
    size = own.sum(axis=1)
    tops: list[list[int]] = [[] for _ in parents]
    for unit in range(len(parents) - 1, -1, -1):
        if not people.are_safe(unit):
            parts = sorted(tops[unit], key=lambda part: (size[part], part))
            hidden = next((part for part in parts if people.are_safe(unit, part)), unit)
            visible[hidden] = False
            if hidden != unit:
                people.join(hidden, unit)
                tops[unit].remove(hidden)
                tops[unit].extend(tops[hidden])
        parent = parents[unit]
        if parent >= 0:
            size[parent] += size[unit]
            tops[parent].extend([unit] if visible[unit] else tops[unit])
            if not visible[unit]:
                people.join(unit, parent)
    return visible


class _People:
    """Who is in each unit's residual, while units are being hidden."""

    def __init__(self, own: Counts, answers: Counts | None, smallest_group: int) -> None:
        self._n = own.astype(np.int64, copy=True)
        self._answers = None if answers is None else answers.astype(np.int64, copy=True)
        self._smallest_group = smallest_group

    def are_safe(self, unit: int, *parts: int) -> bool:
        """Return whether a unit's residual is safe, with those of some hidden parts added."""
        groups = [unit, *parts]
        n = self._n[groups].sum(axis=0)
        if bool(np.any((n > 0) & (n < self._smallest_group))):
            return False
        if self._answers is None:
            return True
        given = self._answers[groups].sum(axis=0)
        total = given.sum(axis=1)
        return not bool(np.any((total > 0) & (given.max(axis=1) >= ALIKE_SHARE * total)))

    def join(self, part: int, unit: int) -> None:
        """Count the people of a hidden part in the residual of the unit above it."""
        self._n[unit] += self._n[part]
        if self._answers is not None:
            self._answers[unit] += self._answers[part]


def residuals(parents: Sequence[int], visible: NDArray[np.bool_]) -> list[int]:
    """Return per unit the visible unit in whose residual its own people are; -1 for none.

    Parameters
    ----------
    parents : sequence of int
        Parents before their children; -1 for a root.
    visible : array of bool, shape (units,)
        Which units are shown.
    """
    holder: list[int] = []
    for unit, parent in enumerate(parents):
        above = holder[parent] if parent >= 0 else -1
        holder.append(unit if visible[unit] else above)
    return holder


def group_band(n: float, *, smallest_group: int) -> str:
    """Return how many people in words that do not give the number: ``10–14``; ``50+``."""
    floor = band_floor(n, smallest_group=smallest_group)
    above = next((edge for edge in BANDS if edge > floor), None)
    return f"{floor}+" if above is None else f"{floor}–{above - 1}"


def band_floor(n: float, *, smallest_group: int) -> int:
    """Return the smallest number of people in the band of a group."""
    return max([smallest_group, *(edge for edge in BANDS if edge <= n)])


def rounding_step(width: float) -> float:
    """Return to which step a figure is rounded on a scale of some width: 0.1 on 1–5, 1 on 0–100."""
    return 10.0 ** math.floor(math.log10(width / 30))


def coarse_count(rows: int, *, smallest_group: int) -> int | None:
    """Return a number of rows to the nearest multiple of k; None for fewer than k.

    The difference of two such numbers is nothing or at least k, so it shows nobody.
    """
    if rows == 0:
        return 0
    coarse = round(rows / smallest_group) * smallest_group
    return coarse if coarse and rows >= smallest_group else None
