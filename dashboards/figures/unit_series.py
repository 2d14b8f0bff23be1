"""One measure of one unit over time: line, interval at every period, gaps named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import holoviews as hv
from bokeh.models import FixedTicker

from dashboards.figures.canvas import Plot, painted
from dashboards.theme import COLOURS
from dashboards.words import format_figure, format_n, format_range, format_score
from model.period import period_label
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.facts import Figure, Measure
    from dashboards.theme import Theme
    from model.text import Language

HEIGHT = 300
TOOLTIPS = (
    (Text(nl="periode", en="period"), "label"),
    (Text(nl="score", en="score"), "words"),
    (Text(nl="onzekerheidsband", en="interval"), "interval"),
    (Text(nl="aantal", en="number"), "n"),
)
_HIDDEN = ("too_few", "not_comparable")
_MOST_LABELS = 7
_MOST_SCORES = 6


class UnitSeries:
    """A chart that is kept: other figures change its data and scale, never its parts.

    HoloViews keeps the hooks of the first drawing, so they ask this object what is shown now.
    """

    def __init__(self, *, theme: Theme, language: Language) -> None:
        self._colours = COLOURS[theme]
        self._theme: Theme = theme
        self._language: Language = language
        self._measure: Measure | None = None
        self._series: Sequence[Figure] = ()

    def draw(self, measure: Measure, series: Sequence[Figure]) -> hv.Overlay:
        """Return the chart of one series, with a figure for every period, in order."""
        self._measure, self._series = measure, series
        mark = self._colours.get(measure.kind, self._colours["ink"])
        parts = [self._gaps(), *self._intervals_and_line(mark), self._dots(measure, mark)]
        return hv.Overlay(parts).opts(
            responsive=True,
            height=HEIGHT,
            xlabel="",
            ylabel="",
            toolbar=None,
            default_tools=[],
            show_legend=False,
            xlim=(-0.6, len(series) - 0.4),
            hooks=[painted(self._theme), self._write_periods, self._write_scores],
        )

    def _gaps(self) -> hv.VSpans:
        """Return the periods of which the figure is hidden."""
        hidden = [i for i, figure in enumerate(self._series) if figure.state in _HIDDEN]
        return hv.VSpans([(i - 0.5, i + 0.5) for i in hidden]).opts(
            line_alpha=0, fill_color=self._colours["line"], fill_alpha=0.35, hooks=[self._hatch]
        )

    def _intervals_and_line(self, mark: str) -> list[hv.Element]:
        """Return the intervals, and the line over them."""
        ends = [
            (i, figure.low, i, figure.high)
            for i, figure in enumerate(self._series)
            if figure.low is not None and figure.high is not None
        ]
        # A gap in the data is a gap in the line: a straight line across it would be made up.
        values = [(i, math.nan if f.value is None else f.value) for i, f in enumerate(self._series)]
        return [
            hv.Segments(ends, ["position", "low", "position2", "high"]).opts(
                color=mark, line_width=6, alpha=0.28
            ),
            hv.Curve(values, "position", "value").opts(color=mark, line_width=2.5),
        ]

    def _dots(self, measure: Measure, mark: str) -> hv.Points:
        """Return a point for every figure, with its words for who points at it."""
        language = self._language
        rows = [
            (
                i,
                figure.value,
                period_label(figure.period, language),
                format_figure(measure, figure, language),
                format_range(measure, figure, language),
                format_n(figure, language),
            )
            for i, figure in enumerate(self._series)
            if figure.value is not None
        ]
        return hv.Points(rows, ["position", "value"], [name for _, name in TOOLTIPS]).opts(
            color=mark,
            size=9,
            tools=["hover"],
            hover_tooltips=[(words.in_language(language), f"@{name}") for words, name in TOOLTIPS],
        )

    def _hatch(self, plot: Plot, _element: object) -> None:
        """Hatch what is hidden; HoloViews has no option for it."""
        plot.handles["glyph"].update(
            hatch_pattern="/",
            hatch_color=self._colours["ink-soft"],
            hatch_alpha=0.45,
            hatch_scale=10,
        )

    def _write_periods(self, plot: Plot, _element: object) -> None:
        """Write some periods below, never so many that they overlap."""
        number = len(self._series)
        step = max(1, -(-number // _MOST_LABELS))
        # Counted from the end: the latest period always has its label.
        places = list(range(number - 1, -1, -step))
        axis = plot.state.xaxis[0]
        axis.ticker = FixedTicker(ticks=places)
        axis.major_label_overrides = {
            i: period_label(self._series[i].period, self._language) for i in places
        }

    def _write_scores(self, plot: Plot, _element: object) -> None:
        """Fit the scale to the figures and write round scores beside it."""
        low, high = self._scale()
        plot.state.y_range.update(start=low, end=high)
        step = _round_step((high - low) / _MOST_SCORES)
        scores = [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
        digits = max(0, -math.floor(math.log10(step)))
        axis = plot.state.yaxis[0]
        axis.ticker = FixedTicker(ticks=scores)
        if self._measure is not None:
            axis.major_label_overrides = {
                score: format_score(self._measure, score, self._language, digits=digits)
                for score in scores
            }

    def _scale(self) -> tuple[float, float]:
        """Return the lowest and highest score on the axis."""
        ends = [end for f in self._series for end in (f.value, f.low, f.high) if end is not None]
        low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
        room = (high - low) * 0.15 or 0.5
        return low - room, high + room


def _round_step(rough: float) -> float:
    """Return the first of 1, 2, 5, 10 … times a power of ten that is not below ``rough``."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
