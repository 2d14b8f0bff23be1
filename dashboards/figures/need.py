"""What there is against what is needed: units by periods, as rectangles on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.html import element

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, HEIGHT = 260.0, 130.0


def need(units: int, periods: int, needed_units: int, needed_periods: int) -> Markup:
    """Draw the data there is, and how much longer or larger would do: either is enough.

    Parameters
    ----------
    units, periods : int
        What there is; periods go to the right, units up.
    needed_units : int
        Units that would do in the same periods.
    needed_periods : int
        Periods that would do with the same units.
    """
    wide, high = max(periods, needed_periods, 1), max(units, needed_units, 1)

    def box(periods_wide: int, units_high: int, name: str) -> Markup:
        drawn_width = (WIDTH - 4) * periods_wide / wide
        drawn_height = (HEIGHT - 4) * units_high / high
        return element(
            "rect",
            x="2",
            y=f"{HEIGHT - 2 - drawn_height:.1f}",
            width=f"{drawn_width:.1f}",
            height=f"{drawn_height:.1f}",
            rx="4",
            class_=name,
        )

    return element(
        "svg",
        box(max(needed_periods, periods), units, "needed"),
        box(periods, max(needed_units, units), "needed"),
        box(periods, units, "have"),
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        class_="need",
        aria_hidden="true",
        focusable="false",
    )
