"""The frame that every chart shares: heading, one-sentence summary, drawing, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.html import element, table
from dashboards.words import SHOW_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from model.text import Language


def card(title: str, *body: object, class_: str = "", id_: str | None = None) -> Markup:
    """Return a part of a page under its own heading."""
    return element("section", element("h2", title), *body, class_=f"card {class_}".strip(), id=id_)


def summary(words: str) -> Markup:
    """Return the one sentence that says what a chart shows."""
    return element("p", words, class_="summary")


def as_table(
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    caption: str,
    key: str,
    language: Language,
) -> Markup:
    """Return the numbers of a chart as a table that opens on demand.

    Parameters
    ----------
    key : str
        Unique on the page: an opened table stays open when the page is redrawn.
    """
    return element(
        "details",
        element("summary", SHOW_TABLE.in_language(language), data_key=f"{key}-summary"),
        table(headers, rows, caption=caption),
        class_="as-table",
        id=key,
    )


def slot(number: int, *, height: int = 0) -> Markup:
    """Return the place of a live part, kept free so that nothing jumps when it arrives."""
    return element(
        "div",
        element("slot", name=f"part-{number}"),
        class_="slot",
        style=f"min-height:{height}px" if height else None,
    )
