"""What the live charts share: colours of the theme on every part of a Bokeh figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import holoviews.plotting.bokeh  # noqa: F401 - the options of charts exist once it is loaded

from dashboards.theme import COLOURS, SANS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.theme import Theme


class Plot(Protocol):
    """What a HoloViews hook is given: the Bokeh figure, and its parts by name."""

    state: Any
    handles: dict[str, Any]


Hook: TypeAlias = "Callable[[Plot, object], None]"


def painted(theme: Theme) -> Hook:
    """Return a HoloViews hook that gives a figure the look of the page."""
    colours = COLOURS[theme]

    def paint(plot: Plot, _element: object) -> None:
        figure = plot.state
        figure.update(
            # Material repaints every background it is not told to leave transparent.
            background_fill_alpha=0,
            border_fill_alpha=0,
            outline_line_color=None,
            min_border_right=16,
        )
        figure.toolbar.update(logo=None, autohide=True)
        for axis in (*figure.xaxis, *figure.yaxis):
            axis.update(
                axis_line_color=None,
                major_tick_line_color=None,
                minor_tick_line_color=None,
                major_label_text_color=colours["ink-soft"],
                major_label_text_font=SANS,
                major_label_text_font_size="15px",
                axis_label_text_color=colours["ink-soft"],
                axis_label_text_font=SANS,
                axis_label_text_font_size="15px",
                axis_label_text_font_style="normal",
            )
        figure.xgrid.grid_line_color = None
        figure.ygrid.grid_line_color = colours["line"]

    return paint
