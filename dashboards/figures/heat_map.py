"""Units by periods as a table of shades: every cell has its number, every unit its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from dashboards.html import element
from dashboards.words import STATE_SIGNS, format_figure, format_n, format_value, state_words
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboards.facts import Figure, Measure, Unit
    from model.text import Language

SHADES = 7
UNIT = Text(nl="Eenheid", en="Unit")
LOW = Text(nl="laag", en="low")
HIGH = Text(nl="hoog", en="high")


def heat_map(
    units: Sequence[Unit],
    series: Mapping[str, Sequence[Figure]],
    measure: Measure,
    *,
    chosen_period: str,
    smallest_group: int,
    caption: str,
    link: Callable[[str], str],
    language: Language,
) -> Markup:
    """Draw the heat map.

    Parameters
    ----------
    units : sequence of Unit
        The rows, in order.
    series : mapping of unit code to figures
        One figure for every period.
    link : function
        Address of the page of one unit.
    """
    values = [f.value for unit in units for f in series[unit.code] if f.value is not None]
    edges = (min(values), max(values)) if values else (0.0, 1.0)
    periods = [figure.period for figure in next(iter(series.values()), ())]
    head = element(
        "tr",
        element("th", UNIT.in_language(language), scope="col", class_="row-name"),
        *(
            element(
                "th",
                stacked(period_label(period, language)),
                scope="col",
                class_="chosen" if period == chosen_period else None,
            )
            for period in periods
        ),
    )
    rows = [
        element(
            "tr",
            element(
                "th",
                element(
                    "a", unit.name, href=link(unit.code), data_go="top", data_key=f"u-{unit.code}"
                ),
                scope="row",
                class_=f"row-name depth-{min(unit.level, 3)}",
            ),
            *(_cell(f, measure, edges, smallest_group, language) for f in series[unit.code]),
        )
        for unit in units
    ]
    grid = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", head),
        element("tbody", *rows),
        class_="heat",
    )
    return element(
        "div", grid, class_="scroll latest", tabindex="0", role="region", aria_label=caption
    )


def legend(
    measure: Measure,
    edges: tuple[float, float],
    states: Sequence[str],
    *,
    smallest_group: int,
    language: Language,
) -> Markup:
    """Return what the shades and the signs mean, in words beside them."""
    ramp = element(
        "span",
        element("span", f"{LOW.in_language(language)} {format_value(measure, edges[0], language)}"),
        element(
            "span",
            *(element("i", class_=f"shade-{shade}") for shade in range(SHADES)),
            class_="ramp",
            aria_hidden="true",
        ),
        element(
            "span", f"{HIGH.in_language(language)} {format_value(measure, edges[1], language)}"
        ),
        class_="key",
    )
    signs = [
        element(
            "span",
            element("i", STATE_SIGNS[state], class_=f"cell-{state}", aria_hidden="true"),
            state_words(state, smallest_group, language),
            class_="key",
        )
        for state in ("too_few", "no_data", "not_comparable")
        if state in states
    ]
    return element("p", ramp, *signs, class_="legend")


def _cell(
    figure: Figure,
    measure: Measure,
    edges: tuple[float, float],
    smallest_group: int,
    language: Language,
) -> Markup:
    """Draw one figure, or say why there is none."""
    if figure.value is None:
        words = state_words(figure.state, smallest_group, language)
        sign = STATE_SIGNS.get(figure.state, STATE_SIGNS["no_data"])
        return element(
            "td",
            element("span", sign, aria_hidden="true"),
            element("span", words, class_="unseen"),
            class_=f"cell-{figure.state}",
            title=words,
        )
    low, high = edges
    shade = int((figure.value - low) / ((high - low) or 1.0) * (SHADES - 1) + 0.5)
    return element(
        "td",
        format_value(measure, figure.value, language),
        class_=f"shade-{shade}",
        title=f"{format_figure(measure, figure, language)} · n {format_n(figure, language)}",
    )


def stacked(label: str) -> Markup:
    """Return a period on two short lines, so that columns stay narrow."""
    part, _, year = label.partition(" ")
    if not year:
        return element("span", part)
    return Markup("{}<br/>{}").format(part, year)
