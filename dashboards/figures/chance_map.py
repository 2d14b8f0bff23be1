"""The chance to see an effect over units and periods: shaded zones, the 80 % line, one's place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dashboards.figures.frame import as_table
from dashboards.html import element, join
from dashboards.planner import ALONG, PERIODS, UNITS, edges, outlook
from model.text import Text, format_number, format_share

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboards.planner import Plan
    from model.statistics.power import Design
    from model.text import Language

WIDTH, HEIGHT = 420.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 12.0, 44.0
LEVELS = (0.2, 0.4, 0.6, 0.8, 0.95)
LINE = 0.8
NEARLY = 0.99
CROWDED = 8  # periods; its number would touch its neighbour's
SHADES = (0, 1, 2, 3, 4, 5)
UNIT_AXIS = Text(nl="eenheden", en="units")
ZONES = Text(nl="kans", en="chance")
BELOW = Text(nl="minder dan {high}", en="less than {high}")
BETWEEN = Text(nl="{low} tot {high}", en="{low} to {high}")
ABOVE = Text(nl="{low} of meer", en="{low} or more")
ENOUGH = Text(nl="grens van {level}", en="line of {level}")
OVER = Text(nl="meer dan {share}", en="more than {share}")
PLANNED = Text(nl="dit plan", en="this plan")
NOW = Text(nl="uw programma nu", en="your programme now")
UNITS_BY_PERIODS = Text(nl="Eenheden ↓ {periods} →", en="Units ↓ {periods} →")


def chance_map(
    design: Design, plan: Plan, now: Plan, *, periods: str, language: Language
) -> Markup:
    """Draw the zones of chance, with the plan and the programme as it is.

    Parameters
    ----------
    periods : str
        What periods are called: ``kwartalen``.
    """
    found = edges(design, LEVELS)
    ground = element(
        "rect",
        x=f"{LEFT:g}",
        y=f"{TOP:g}",
        width=f"{WIDTH - LEFT - RIGHT:g}",
        height=f"{HEIGHT - TOP - BOTTOM:g}",
        style=f"fill:var(--shade-{SHADES[0]})",
    )
    zones = [
        element("polygon", points=_zone(row), style=f"fill:var(--shade-{shade})")
        for row, shade in zip(found, SHADES[1:], strict=True)
        if np.isfinite(row).any()
    ]
    line = found[LEVELS.index(LINE)]
    return element(
        "svg",
        ground,
        *zones,
        element("polyline", points=_points(line), class_="line"),
        _axes(periods, language),
        _line_label(line, language),
        None if plan == now else _mark(now, "now"),
        _mark(plan, "plan"),
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        class_="chance-map",
        aria_hidden="true",
        focusable="false",
    )


def chance_legend(language: Language, *, is_moved: bool) -> Markup:
    """Return what the shades and the marks mean."""
    edges_of = [format_share(100 * level, language, digits=0) for level in LEVELS]
    words = [BELOW.fill(high=edges_of[0])]
    words += [BETWEEN.fill(low=low, high=high) for low, high in pairwise(edges_of)]
    words.append(ABOVE.fill(low=edges_of[-1]))
    keys = [
        _key(text.in_language(language), style=f"background:var(--shade-{shade})", name="shade")
        for text, shade in zip(words, SHADES, strict=True)
    ]
    level = format_share(100 * LINE, language, digits=0)
    keys.append(_key(ENOUGH.fill(level=level).in_language(language), name="chance-line"))
    keys.append(_key(PLANNED.in_language(language), name="chance-plan"))
    if is_moved:
        keys.append(_key(NOW.in_language(language), name="chance-now"))
    return element("p", *keys, class_="legend")


def format_chance(chance: float, language: Language) -> str:
    """Return a chance in percents; never as certain as 100 %."""
    if chance > NEARLY:
        return OVER.fill(share=format_share(100 * NEARLY, language, digits=0)).in_language(language)
    return format_share(100 * chance, language, digits=0)


def chance_table(design: Design, *, caption: str, periods: str, language: Language) -> Markup:
    """Return the chances as a table: a row per number of units, a column per number of periods."""
    found = outlook(design).chances
    headers = [UNITS_BY_PERIODS.fill(periods=periods).in_language(language), *PERIODS]
    rows = [
        [
            format_number(units, language, digits=0),
            *(format_chance(float(chance), language) for chance in row),
        ]
        for units, row in zip(UNITS, found, strict=True)
    ]
    return as_table(headers, rows, caption=caption, key="chances", language=language)


def _x(periods: float) -> float:
    """Return the place of a number of periods, kept inside the picture."""
    share = (min(max(periods, PERIODS[0]), PERIODS[-1]) - PERIODS[0]) / (PERIODS[-1] - PERIODS[0])
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(units: float) -> float:
    """Return the place of a number of units, on a scale of equal ratios."""
    inside = min(max(units, UNITS[0]), UNITS[-1])
    share = np.log(inside / UNITS[0]) / np.log(UNITS[-1] / UNITS[0])
    return float(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))


def _points(row: np.ndarray) -> str:
    """Return a line through the numbers of units that reach a chance."""
    return " ".join(
        f"{_x(periods):.1f},{_y(units):.1f}"
        for periods, units in zip(ALONG, row, strict=True)
        if np.isfinite(units)
    )


def _zone(row: np.ndarray) -> str:
    """Return the outline of everything that reaches a chance: more units, more periods."""
    first = float(ALONG[int(np.argmax(np.isfinite(row)))])
    return f"{_points(row)} {_x(PERIODS[-1]):.1f},{TOP:g} {_x(first):.1f},{TOP:g}"


def _axes(periods: str, language: Language) -> Markup:
    """Return the numbers along both sides, and what they count."""
    floor = HEIGHT - BOTTOM
    below = [
        element("text", n, x=f"{_x(n):.1f}", y=f"{floor + 17:g}", text_anchor="middle")
        for n in PERIODS
        if n != CROWDED
    ]
    beside = [
        element("text", n, x=f"{LEFT - 6:g}", y=f"{_y(n) + 4:.1f}", text_anchor="end")
        for n in UNITS
    ]
    names = [
        element("text", periods, x=f"{WIDTH - RIGHT:g}", y=f"{HEIGHT - 8:g}", text_anchor="end"),
        element(
            "text",
            UNIT_AXIS.in_language(language),
            transform=f"translate(11 {TOP + 2:g}) rotate(-90)",
            text_anchor="end",
        ),
    ]
    return join([*below, *beside, *names])


def _line_label(row: np.ndarray, language: Language) -> Markup | None:
    """Return the name of the line, beside the line itself."""
    places = np.flatnonzero(np.isfinite(row) & (row > UNITS[0]))
    if not places.size:
        return None
    at = int(places[len(places) // 2])
    return element(
        "text",
        format_share(100 * LINE, language, digits=0),
        x=f"{min(_x(float(ALONG[at])) + 6, WIDTH - 40):.1f}",
        y=f"{max(_y(float(row[at])) - 7, TOP + 14):.1f}",
        class_="line-name",
    )


def _mark(plan: Plan, name: str) -> Markup:
    """Return the mark of a plan."""
    return element(
        "circle", cx=f"{_x(plan.periods):.1f}", cy=f"{_y(plan.units):.1f}", r="7", class_=name
    )


def _key(words: str, *, name: str, style: str | None = None) -> Markup:
    """Return one entry of the legend."""
    return element("span", element("i", class_=name, style=style), words, class_="key")
