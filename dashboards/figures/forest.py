"""Estimates with their intervals, one below the other on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.html import element
from dashboards.words import UNKNOWN, format_interval
from model.text import format_number, format_signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from model.text import Language


@dataclass(frozen=True)
class Row:
    """One estimate: what it is, where it lies, and the colour of its kind.

    Attributes
    ----------
    unseen : float
        Estimates within ± this usually go unseen; hatched behind. 0 draws none.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    colour: str = "ink-soft"
    note: str = ""
    is_main: bool = True
    unseen: float = 0.0


def reach(rows: Sequence[Row], *, at_least: float) -> float:
    """Return how far the scale runs to both sides of zero: a round number that holds all."""
    ends = [end for row in rows for end in (row.low, row.high, row.estimate)]
    edges = [abs(end) for end in ends if end is not None]
    # One wild interval may run off the scale; it may not flatten the rest.
    widest = max([min(max(edges, default=0.0), 2.0), at_least * 1.3])
    steps = (0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0)
    return next((step for step in steps if step >= widest), widest)


def forest(
    rows: Sequence[Row],
    *,
    scale: float,
    language: Language,
    band: float = 0.0,
    compact: bool = False,
) -> Markup:
    """Draw estimates as points with intervals.

    Parameters
    ----------
    scale : float
        The axis runs from ``-scale`` to ``scale``.
    band : float
        Effects within ± ``band`` are too small to matter; drawn as a shade behind. 0 draws none.
    """
    drawn = [_row(row, scale=scale, band=band, language=language) for row in rows]
    # Half of a half is a quarter: one decimal would put a wrong number on the axis.
    digits = 1 if round(scale / 2, 1) == scale / 2 else 2
    ticks = [
        element(
            "span",
            format_signed(tick, language, digits=digits),
            class_="tick",
            style=f"left:{_at(tick, scale):.1f}%",
        )
        for tick in (-scale, -scale / 2, 0.0, scale / 2, scale)
    ]
    axis = element(
        "div",
        element("div"),
        element("div", *ticks, class_="forest-axis"),
        element("div"),
        class_="forest-row forest-foot",
        aria_hidden="true",
    )
    return element("div", *drawn, axis, class_="forest compact" if compact else "forest")


def _row(row: Row, *, scale: float, band: float, language: Language) -> Markup:
    """Draw one estimate."""
    parts = [_strip("band", band, scale), _strip("too-small", row.unseen, scale)]
    parts.append(element("span", class_="zero"))
    if row.low is not None and row.high is not None:
        low, high = _at(row.low, scale), _at(row.high, scale)
        cut = " cut-low" * (row.low < -scale) + " cut-high" * (row.high > scale)
        parts.append(
            element(
                "span",
                class_=f"interval{cut}",
                style=f"left:{low:.2f}%;width:{max(high - low, 0.5):.2f}%",
            )
        )
    if row.estimate is not None:
        # Hollow when the interval holds zero: told apart without colour.
        holds_zero = row.low is None or row.high is None or row.low <= 0 <= row.high
        parts.append(
            element(
                "span",
                class_="point hollow" if holds_zero else "point",
                style=f"left:{_at(row.estimate, scale):.2f}%",
            )
        )
    return element(
        "div",
        element("div", row.label, _note(row.note), class_="forest-label"),
        element("div", *parts, class_="forest-track", aria_hidden="true"),
        element("div", *_numbers(row, language), class_="forest-value"),
        class_="forest-row" if row.is_main else "forest-row minor",
        style=f"--mark:var(--{row.colour})",
    )


def _strip(name: str, width: float, scale: float) -> Markup | None:
    """Draw everything within ± a width as a strip behind the estimate."""
    if not width:
        return None
    left, right = _at(-width, scale), _at(width, scale)
    return element("span", class_=name, style=f"left:{left:.2f}%;width:{right - left:.2f}%")


def _numbers(row: Row, language: Language) -> list[Markup]:
    """Return the estimate and its interval in words."""
    if row.estimate is None:
        return [element("span", UNKNOWN.in_language(language), class_="muted")]
    value = format_signed(row.estimate, language, digits=2)
    return [
        element("strong", value),
        element("span", format_interval(row.low, row.high, language), class_="muted"),
    ]


def _note(note: str) -> Markup | None:
    """Return a second, softer line of a label."""
    return element("span", note, class_="muted") if note else None


def _at(value: float, scale: float) -> float:
    """Return where a value stands on the axis, in percent of its width."""
    return min(100.0, max(0.0, 50 + 50 * value / scale))


def as_cells(row: Row, language: Language) -> tuple[str, str, str, str]:
    """Return a row of the forest as a row of a table."""
    digits = [
        UNKNOWN.in_language(language)
        if number is None
        else format_number(number, language, digits=2)
        for number in (row.estimate, row.low, row.high)
    ]
    return (row.label, *digits)  # type: ignore[return-value]
