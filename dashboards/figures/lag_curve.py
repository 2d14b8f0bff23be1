"""The relation at every lag, with its interval: for the shape; the verdict does not hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holoviews as hv
from bokeh.models import AdaptiveTicker, FixedTicker

from dashboards.figures.canvas import Hook, Plot, painted
from dashboards.theme import COLOURS
from dashboards.words import format_interval
from model.text import Text, format_number, format_signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.theme import Theme
    from model.text import Language

Point = tuple[int, float, float, float]

LAG = Text(nl="vertraging", en="lag")
RELATION = Text(nl="samenhang", en="relation")
BAND = Text(nl="onzekerheidsband", en="interval")
HEIGHT = 320
LONGEST = 24  # periods; a curve never reaches further
_COLUMNS = ["lag", "estimate", "shade", "words", "interval"]


def lag_curve(points: Sequence[Point], *, theme: Theme, language: Language) -> hv.Overlay:
    """Return points with intervals over the lags, the same shape whatever the data.

    Parameters
    ----------
    points : sequence of (lag, estimate, low, high)
        A lag above 0 means that the cause comes first.
    """
    colours = COLOURS[theme]
    tooltips = [
        (LAG.in_language(language), "@lag"),
        (RELATION.in_language(language), "@words"),
        (BAND.in_language(language), "@interval"),
    ]
    marks = [
        (
            lag,
            estimate,
            colours["surface"] if low <= 0 <= high else colours["ink"],
            format_signed(estimate, language, digits=2),
            format_interval(low, high, language),
        )
        for lag, estimate, low, high in points
    ]
    zero = hv.HLine(0).opts(color=colours["ink-soft"], line_width=1)
    now = hv.VLine(0).opts(color=colours["line"], line_width=1, line_dash="dashed")
    intervals = hv.Segments(
        [(lag, low, lag, high) for lag, _, low, high in points], ["lag", "low", "lag2", "high"]
    ).opts(color=colours["ink-soft"], line_width=2.5, framewise=True)
    dots = hv.Points(marks, ["lag", "estimate"], _COLUMNS[2:]).opts(
        color="shade",
        line_color=colours["ink"],
        line_width=2,
        size=11,
        framewise=True,
        tools=["hover"],
        hover_tooltips=tooltips,
    )
    return hv.Overlay([now, zero, intervals, dots]).opts(
        responsive=True,
        height=HEIGHT,
        xlabel="",
        ylabel="",
        toolbar=None,
        default_tools=[],
        show_legend=False,
        padding=(0.08, 0.12),
        hooks=[painted(theme), _ticks(language)],
    )


def _ticks(language: Language) -> Hook:
    """Return a hook that writes whole lags below and decimals as the language does."""
    lags = list(range(-LONGEST, LONGEST + 1))
    heights = [step / 4 for step in range(-200, 201)]

    # The same for every question: HoloViews keeps the hooks of the first drawing.
    def write(plot: Plot, _element: object) -> None:
        x, y = plot.state.xaxis[0], plot.state.yaxis[0]
        x.ticker = FixedTicker(ticks=lags)
        x.major_label_overrides = {lag: format_signed(lag, language, digits=0) for lag in lags}
        # Quarters, halves or wholes: a wide interval must not crowd the axis with numbers.
        y.ticker = AdaptiveTicker(mantissas=[2.5, 5, 10], min_interval=0.25, desired_num_ticks=6)
        y.major_label_overrides = {
            tick: format_number(tick, language, digits=2) for tick in heights
        }

    return write
