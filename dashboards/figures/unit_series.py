"""One measure of one unit over time: line, interval at every period, gaps named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import holoviews as hv
from bokeh.models import FixedTicker

from dashboards.figures.canvas import Hook, Plot, painted
from dashboards.theme import COLOURS
from dashboards.words import format_figure, format_range, format_score, state_words
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.store import Figure, Measure
    from dashboards.theme import Theme
    from model.text import Language

HEIGHT = 300
PERIOD = Text(nl="periode", en="period")
SCORE = Text(nl="score", en="score")
BAND = Text(nl="onzekerheidsband", en="interval")
ANSWERS = Text(nl="aantal", en="number")
_MOST_LABELS = 7
_MOST_SCORES = 6


def unit_series(
    series: Sequence[Figure],
    measure: Measure,
    *,
    smallest_group: int,
    theme: Theme,
    language: Language,
) -> hv.Overlay:
    """Return the chart of one series; the same parts whatever the data.

    Parameters
    ----------
    series : sequence of Figure
        One for every period, in order.
    """
    colours = COLOURS[theme]
    mark = colours.get(measure.kind, colours["ink"])
    shown = [(i, f) for i, f in enumerate(series) if f.value is not None]
    hidden = [i for i, f in enumerate(series) if f.state in ("too_few", "not_comparable")]
    heights = [edge for _, f in shown for edge in (f.value, f.low, f.high) if edge is not None]
    floor, ceiling = (min(heights), max(heights)) if heights else (0.0, 1.0)
    room = (ceiling - floor) * 0.15 or 0.5
    tooltips = [
        (word.in_language(language), f"@{column}")
        for word, column in (
            (PERIOD, "label"),
            (SCORE, "words"),
            (BAND, "interval"),
            (ANSWERS, "n"),
        )
    ]
    gaps = hv.VSpans([(i - 0.5, i + 0.5) for i in hidden]).opts(
        line_alpha=0,
        fill_color=colours["line"],
        fill_alpha=0.35,
        hooks=[_hatched(colours["ink-soft"])],
    )
    # A gap in the data is a gap in the line: a straight line across it would be made up.
    line = hv.Curve(
        [(i, float("nan") if f.value is None else f.value) for i, f in enumerate(series)],
        "position",
        "value",
    ).opts(color=mark, line_width=2.5)
    intervals = hv.Segments(
        [(i, f.low, i, f.high) for i, f in shown if f.low is not None and f.high is not None],
        ["position", "low", "position2", "high"],
    ).opts(color=mark, line_width=6, alpha=0.28)
    dots = hv.Points(
        [
            (
                i,
                f.value,
                period_label(f.period, language),
                format_figure(measure, f, language),
                format_range(measure, f, language),
                f.n_band or state_words(f.state, smallest_group, language),
            )
            for i, f in shown
        ],
        ["position", "value"],
        ["label", "words", "interval", "n"],
    ).opts(color=mark, size=9, tools=["hover"], hover_tooltips=tooltips)
    return hv.Overlay([gaps, intervals, line, dots]).opts(
        responsive=True,
        height=HEIGHT,
        xlabel="",
        ylabel="",
        toolbar=None,
        default_tools=[],
        show_legend=False,
        xlim=(-0.6, len(series) - 0.4),
        ylim=(floor - room, ceiling + room),
        hooks=[
            painted(theme),
            _periods_below([f.period for f in series], language),
            _scores_beside(measure, (floor - room, ceiling + room), language),
        ],
    )


def _hatched(colour: str) -> Hook:
    """Return a hook that hatches what is hidden; HoloViews has no option for it."""

    def hatch(plot: Plot, _element: object) -> None:
        plot.handles["glyph"].update(
            hatch_pattern="/", hatch_color=colour, hatch_alpha=0.45, hatch_scale=10
        )

    return hatch


def _periods_below(periods: Sequence[str], language: Language) -> Hook:
    """Return a hook that writes some periods below, never so many that they overlap."""
    step = max(1, -(-len(periods) // _MOST_LABELS))
    # Counted from the end: the latest period always has its label.
    places = list(range(len(periods) - 1, -1, -step))

    def write(plot: Plot, _element: object) -> None:
        x = plot.state.xaxis[0]
        x.ticker = FixedTicker(ticks=places)
        x.major_label_overrides = {i: period_label(periods[i], language) for i in places}

    return write


def _scores_beside(measure: Measure, edges: tuple[float, float], language: Language) -> Hook:
    """Return a hook that writes round scores beside, as the language does."""
    low, high = edges
    rough = (high - low) / _MOST_SCORES
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    scores = [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
    digits = max(0, -math.floor(math.log10(step)))

    def write(plot: Plot, _element: object) -> None:
        y = plot.state.yaxis[0]
        y.ticker = FixedTicker(ticks=scores)
        y.major_label_overrides = {
            score: format_score(measure, score, language, digits=digits) for score in scores
        }

    return write
