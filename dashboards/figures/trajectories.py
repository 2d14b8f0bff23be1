"""Small multiples: cause and outcome of each unit, aligned on the turn of the cause."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from dashboards.html import element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from dashboards.facts import Figure

WIDTH, HEIGHT, MARGIN, TICK = 200.0, 96.0, 8.0, 6.0
_FEWEST = 5  # figures in a series before a turn can be pointed at
_SIDE = 2  # figures needed on both sides of a turn
_TALLEST = 2.6  # standard deviations above and below the unit's own mean


@dataclass(frozen=True)
class Trajectory:
    """Two series of one unit in standard deviations around the unit's own mean.

    Attributes
    ----------
    cause, outcome : tuple of float or None
        One value for every period; None is a gap.
    turn : int
        Position of the first period after the clearest change of the cause.
    """

    unit: str
    cause: tuple[float | None, ...]
    outcome: tuple[float | None, ...]
    turn: int


def trajectory(unit: str, cause: Sequence[Figure], outcome: Sequence[Figure]) -> Trajectory | None:
    """Return the aligned series of one unit, or nothing when either has too few figures."""
    ups = _standardised([figure.value for figure in cause])
    downs = _standardised([figure.value for figure in outcome])
    if ups is None or downs is None:
        return None
    return Trajectory(unit, ups, downs, turning_point(ups))


def turning_point(values: Sequence[float | None]) -> int:
    """Return the position after which the level differs most from before.

    Each split is weighed by how many figures stand on both sides (the statistic of a single
    mean shift), so that one odd first or last figure is not taken for a turn.
    """
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    best, place = -1.0, known[len(known) // 2][0]
    for split in range(_SIDE, len(known) - _SIDE + 1):
        before = fmean(value for _, value in known[:split])
        after = fmean(value for _, value in known[split:])
        weight = split * (len(known) - split) / len(known)
        shift = weight * (after - before) ** 2
        if shift > best:
            best, place = shift, known[split][0]
    return place


def small_multiple(found: Trajectory, *, before: int, after: int, year: int) -> Markup:
    """Draw one unit: the shade is the time before the turn; solid is cause, dashed outcome.

    Parameters
    ----------
    before, after : int
        Periods shown on each side of the turn, the same for every unit.
    year : int
        Periods in a year: that far apart stand the ticks, counted from the turn.
    """

    def x(step: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (step + before) / max(before + after, 1)

    def y(value: float) -> float:
        held = max(-_TALLEST, min(_TALLEST, value))
        return HEIGHT / 2 - (HEIGHT / 2 - MARGIN) * held / _TALLEST

    lines = [
        element("polyline", points=" ".join(run), class_=f"line-{name}")
        for name, values in (("outcome", found.outcome), ("cause", found.cause))
        for run in _runs(values, found.turn, x, y)
    ]
    shade = element(
        "rect", x="0", y="0", width=f"{x(0):.1f}", height=f"{HEIGHT:g}", class_="before"
    )
    turn = element("line", x1=f"{x(0):.1f}", x2=f"{x(0):.1f}", y1="0", y2=f"{HEIGHT:g}")
    ticks = [
        element(
            "line",
            x1=f"{x(step):.1f}",
            x2=f"{x(step):.1f}",
            y1=f"{HEIGHT - TICK:g}",
            y2=f"{HEIGHT:g}",
        )
        for step in range(-before, after + 1)
        if step % year == 0
    ]
    return element(
        "svg",
        shade,
        *ticks,
        turn,
        *lines,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        class_="trajectory",
        aria_hidden="true",
        focusable="false",
    )


def _standardised(values: Sequence[float | None]) -> tuple[float | None, ...] | None:
    """Return values around their own mean in standard deviations; nothing when too few."""
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST or (spread := pstdev(known)) == 0:
        return None
    centre = fmean(known)
    return tuple(None if value is None else (value - centre) / spread for value in values)


def _runs(
    values: Sequence[float | None],
    turn: int,
    x: Callable[[int], float],
    y: Callable[[float], float],
) -> list[list[str]]:
    """Return the unbroken stretches as points on the drawing."""
    found: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append(f"{x(index - turn):.1f},{y(value):.1f}")
    return [run for run in found if len(run) > 1]
