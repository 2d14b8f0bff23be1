"""A trend in the size of a word: line, interval and last point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.html import element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from dashboards.facts import Figure

WIDTH, HEIGHT, MARGIN = 140.0, 40.0, 5.0


def sparkline(series: Sequence[Figure], *, colour: str) -> Markup | None:
    """Draw a series; a period without a figure stays a gap.

    Parameters
    ----------
    colour : str
        Name of a colour of the theme, such as ``belief``.

    Returns
    -------
    Markup or None
        Nothing when there are fewer than two figures: one point is no trend.
    """
    shown = [figure for figure in series if figure.value is not None]
    if len(shown) < 2:
        return None
    edges = [edge for f in shown for edge in (f.value, f.low, f.high) if edge is not None]
    low, high = min(edges), max(edges)
    span = (high - low) or 1.0

    def x(index: int) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * index / max(len(series) - 1, 1)

    def y(value: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / span

    bands = [
        element("polygon", points=_band(run, series, x, y), class_="spark-band")
        for run in runs(series)
        if len(run) > 1 and all(series[i].low is not None for i in run)
    ]
    lines = [
        element(
            "polyline",
            points=" ".join(f"{x(i):.1f},{y(series[i].value or 0.0):.1f}" for i in run),
            class_="spark-line",
        )
        for run in runs(series)
    ]
    last = max(i for i, figure in enumerate(series) if figure.value is not None)
    dot = element("circle", cx=f"{x(last):.1f}", cy=f"{y(series[last].value or 0.0):.1f}", r="3.2")
    return element(
        "svg",
        *bands,
        *lines,
        dot,
        class_="spark",
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        style=f"--mark:var(--{colour})",
        aria_hidden="true",
        focusable="false",
    )


def runs(series: Sequence[Figure]) -> list[list[int]]:
    """Return the unbroken stretches of a series, as positions."""
    found: list[list[int]] = [[]]
    for index, figure in enumerate(series):
        if figure.value is None:
            found.append([])
        else:
            found[-1].append(index)
    return [run for run in found if run]


def _band(
    run: Sequence[int],
    series: Sequence[Figure],
    x: Callable[[int], float],
    y: Callable[[float], float],
) -> str:
    """Return the outline of the interval over an unbroken stretch."""
    upper = [f"{x(i):.1f},{y(series[i].high or 0.0):.1f}" for i in run]
    lower = [f"{x(i):.1f},{y(series[i].low or 0.0):.1f}" for i in reversed(run)]
    return " ".join(upper + lower)
