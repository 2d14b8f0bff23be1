"""What was delivered: units by periods per source, as signs with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.heat_map import stacked
from dashboards.html import element
from dashboards.words import UNKNOWN
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboards.store import Unit
    from model.text import Language

UNIT = Text(nl="Eenheid", en="Unit")
DELIVERED = {
    "complete": Text(nl="volledig", en="complete"),
    "partial": Text(nl="gedeeltelijk", en="partial"),
    "missing": Text(nl="ontbreekt", en="missing"),
}
SIGNS = {"complete": "●", "partial": "◐", "missing": "○"}


def coverage(
    units: Sequence[Unit],
    periods: Sequence[str],
    states: Mapping[tuple[str, str], str],
    *,
    caption: str,
    language: Language,
) -> Markup:
    """Draw which unit delivered in which period; ``states`` is by (unit code, period)."""
    head = element(
        "tr",
        element("th", UNIT.in_language(language), scope="col", class_="row-name"),
        *(element("th", stacked(period_label(p, language)), scope="col") for p in periods),
    )
    rows = [
        element(
            "tr",
            element("th", unit.name, scope="row", class_="row-name"),
            *(_cell(states.get((unit.code, period), "missing"), language) for period in periods),
        )
        for unit in units
    ]
    grid = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", head),
        element("tbody", *rows),
        class_="heat coverage",
    )
    return element(
        "div", grid, class_="scroll latest", tabindex="0", role="region", aria_label=caption
    )


def coverage_legend(language: Language) -> Markup:
    """Return what the signs mean."""
    keys = [
        element(
            "span",
            element("i", SIGNS[state], class_=f"is-{state}", aria_hidden="true"),
            words.in_language(language),
            class_="key",
        )
        for state, words in DELIVERED.items()
    ]
    return element("p", *keys, class_="legend")


def _cell(state: str, language: Language) -> Markup:
    """Draw one unit in one period."""
    words = DELIVERED.get(state, UNKNOWN).in_language(language)
    return element(
        "td",
        element("span", SIGNS.get(state, "?"), aria_hidden="true"),
        element("span", words, class_="unseen"),
        class_=f"is-{state}" if state in SIGNS else None,
        title=words,
    )
