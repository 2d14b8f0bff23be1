"""What was delivered: units by periods per source, as signs with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.figures.heat_map import stacked
from dashboards.html import element
from dashboards.words import UNKNOWN, source_name
from model.period import period_label
from model.text import Text, format_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from markupsafe import Markup

    from dashboards.facts import Unit
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


def source_choices(
    shares: Mapping[str, float],
    chosen: str,
    *,
    address: Callable[[str], str],
    label: str,
    language: Language,
) -> Markup:
    """Return the sources to choose from, each with its share of complete cells drawn.

    Parameters
    ----------
    shares : mapping of source to float
        Share of complete cells, 0 to 1.
    address : function
        Where a source is looked at.
    """
    links = [
        element(
            "a",
            element("span", source_name(source).in_language(language)),
            element("i", element("b", style=f"width:{100 * share:.0f}%"), aria_hidden="true"),
            # Down, not to the nearest: with one cell lacking it is not 100 %.
            element("small", format_share(int(100 * share), language, digits=0)),
            href=address(source),
            data_go="here",
            data_key=f"source-{source}",
            aria_current="true" if source == chosen else None,
            class_="source",
        )
        for source, share in shares.items()
    ]
    return element("nav", *links, class_="sources", aria_label=label)


def shares_complete(cells: Iterable[Mapping[str, str]]) -> dict[str, float]:
    """Return the share of complete cells of each source, in the order in which they come."""
    states: dict[str, list[str]] = {}
    for cell in cells:
        states.setdefault(cell["source"], []).append(cell["state"])
    return {source: found.count("complete") / len(found) for source, found in states.items()}


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
