"""Build HTML and SVG from plain values, every value from data escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VOID = {"br", "hr", "img", "input", "path", "line", "rect", "circle", "polyline", "polygon"}


def element(tag: str, *children: object, **attributes: object) -> Markup:
    """Return one element with its children.

    Parameters
    ----------
    tag : str
        Name of the element; from code, never from data.
    *children
        Markup stays as it is; anything else is text and is escaped. ``None`` is left out.
    **attributes
        ``class_`` becomes ``class`` and ``aria_label`` becomes ``aria-label``; ``None`` and
        ``False`` are left out, ``True`` stands without a value.
    """
    # Joined as plain text, each value escaped by itself: a page has thousands of elements.
    opening = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID and not children:
        return Markup(f"<{tag}{opening}/>")
    inside = "".join(escape(child) for child in children if child is not None)
    return Markup(f"<{tag}{opening}>{inside}</{tag}>")


def join(parts: Iterable[object]) -> Markup:
    """Return parts one after the other, text escaped."""
    return Markup("").join(escape(part) for part in parts if part is not None)


def table(
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    caption: str,
    is_stacked: bool = False,
) -> Markup:
    """Return a table with a caption for everybody who does not see the page.

    The first cell of a row is its heading.

    Parameters
    ----------
    is_stacked : bool
        Whether a phone shows each row as a block with the column's name before each cell.
    """
    names = list(headers)
    head = element(
        "tr", *(element("th", name, scope="col", role="columnheader") for name in names), role="row"
    )
    body = [
        element(
            "tr",
            element("th", row[0], scope="row", role="rowheader"),
            *(
                element("td", cell, data_label=name, role="cell")
                for name, cell in zip(names[1:], row[1:], strict=True)
            ),
            role="row",
        )
        for row in rows
    ]
    # Roles are written out: a table that is shown as blocks would lose them.
    inner = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", head, role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        class_="table stacked" if is_stacked else "table",
        role="table",
    )
    # A table that is wider than a phone scrolls by itself, also for those without a mouse.
    return element("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _attribute(name: str, value: object) -> str:
    """Return one attribute with a blank before it, its value escaped."""
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escape(value)}"'
