"""Figures are pure: records in, an element out."""

import holoviews as hv
import pytest

from dashboards.facts import Figure, Measure, Unit
from dashboards.figures.change import FALLEN, NO_INTERVAL, NOISE, RISEN, change_over
from dashboards.figures.forest import Row, forest, reach
from dashboards.figures.heat_map import heat_map
from dashboards.figures.lag_curve import lag_curve
from dashboards.figures.need import need
from dashboards.figures.sparkline import runs, sparkline
from dashboards.figures.trajectories import trajectory, turning_point
from dashboards.figures.unit_series import UnitSeries
from model.period import period_range
from model.text import Text
from tests.dashboards.made_up import SCRIPT

PERIODS = period_range("2024-Q1", "2026-Q4")
NPS = Measure("nps", "customer", Text(nl="NPS", en="NPS"), "nps", True, -100.0, 100.0)
SCORE = Measure("trust", "belief", Text(nl="Vertrouwen", en="Trust"), "mean", True, 1.0, 5.0)


def _series(*values, se=0.1):
    return [
        Figure("T", period, "trust", value, se, value - 0.2, value + 0.2, "5–9", "shown")
        if isinstance(value, float)
        else Figure("T", period, "trust", None, None, None, None, "", value or "no_data")
        for period, value in zip(PERIODS, values, strict=False)
    ]


def test_zero_stands_in_the_middle_and_intervals_to_scale():
    made = forest([Row("a", 0.3, 0.0, 0.6)], scale=0.6, band=0.25, language="nl")

    assert 'class="interval" style="left:50.00%;width:50.00%"' in made
    assert "left:75.00%" in made


def test_an_estimate_whose_interval_holds_zero_is_hollow():
    sure = forest([Row("a", 0.3, 0.1, 0.6)], scale=0.6, band=0.25, language="nl")
    unsure = forest([Row("a", 0.3, -0.1, 0.6)], scale=0.6, band=0.25, language="nl")

    assert "hollow" not in sure
    assert "hollow" in unsure


def test_the_axis_writes_a_quarter_as_a_quarter():
    made = forest([Row("a", 0.3, 0.1, 0.6)], scale=0.5, band=0.25, language="nl")

    assert ">+0,25<" in made
    assert ">+0,2<" not in made


def test_an_absent_estimate_is_said_in_words():
    assert "onbekend" in forest([Row("a", None, None, None)], scale=1, band=0.25, language="nl")


@pytest.mark.parametrize("widest", [0.0, 0.31, 0.59, 1.2, 50.0])
def test_the_scale_is_round_and_holds_the_strip_that_does_not_matter(widest):
    scale = reach([Row("a", 0.0, -widest, widest)], at_least=0.25)

    assert scale >= max(min(widest, 2.0), 0.25)
    assert scale <= 3.0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_wide_intervals_do_not_crowd_the_axis_of_the_curve(language):
    points = [(-1, -0.1, -2.6, 2.3), (0, -0.2, -1.1, 0.6), (1, 0.8, -0.5, 2.0)]
    plot = hv.render(lag_curve(points, theme="light", language=language))

    axis = plot.yaxis[0]
    assert axis.ticker.desired_num_ticks <= 6
    assert axis.ticker.min_interval == 0.25
    assert axis.major_label_overrides[-2.5] == ("−2,50" if language == "nl" else "−2.50")


def test_a_gap_breaks_the_line():
    assert runs(_series(1.0, 2.0, None, 3.0)) == [[0, 1], [3]]
    assert sparkline(_series(1.0, 2.0, None, 3.0, 4.0), colour="belief").count("<polyline") == 2


def test_one_figure_is_no_trend():
    assert sparkline(_series(1.0, None), colour="belief") is None
    assert change_over(_series(1.0, None), steps=4) is None


@pytest.mark.parametrize(
    ("last", "se", "words"),
    [(3.5, 0.1, RISEN), (2.5, 0.1, FALLEN), (3.2, 0.1, NOISE), (3.5, None, NO_INTERVAL)],
)
def test_a_change_matters_only_beyond_its_interval(last, se, words):
    change = change_over(_series(9.0, 3.0, 3.0, 3.0, 3.0, last, se=se), steps=4)

    assert change.since == "2024-Q2"
    assert change.amount == pytest.approx(last - 3.0)
    assert change.words == words


def test_a_young_series_is_compared_with_its_first_figure():
    assert change_over(_series(None, 3.0, 3.5), steps=4).since == "2024-Q2"


def test_a_turn_is_where_the_level_changed():
    assert turning_point([0.0, 0.1, 0.0, 1.0, 1.1, 1.0]) == 3


def test_a_gap_does_not_move_the_turn():
    assert turning_point([0.0, None, 0.1, 0.0, 1.0, 1.1, 1.0]) == 4


def test_a_unit_with_too_few_figures_is_not_aligned():
    assert trajectory("T", _series(1.0, 2.0, "too_few"), _series(1.0, 2.0, 3.0)) is None
    assert trajectory("T", _series(*[1.0] * 8), _series(*[1.0] * 8)) is None


def test_series_are_compared_in_their_own_spread():
    one = trajectory(
        "T", _series(*[float(i) for i in range(8)]), _series(*[10.0 * i for i in range(8)])
    )

    assert one.cause == pytest.approx(one.outcome)


def test_what_there_is_lies_inside_what_is_needed():
    made = need(10, 8, 20, 16)

    assert 'width="128.0"' in made  # half of what is needed
    assert 'height="63.0"' in made


def test_a_hidden_cell_has_words_and_no_number():
    made = _heat(
        [Unit("T", SCRIPT, None, 0)], {"T": _series(3.14159, "too_few", "not_comparable", None)}
    )

    assert made.count("te weinig antwoorden (n &lt; 5)") == 2  # for the eye and for the ear
    assert "niet vergelijkbaar" in made
    assert "geen gegevens" in made
    assert "3,1" in made
    assert "3.14159" not in made


def test_a_name_from_data_never_becomes_markup():
    assert "<img" not in _heat([Unit("T", SCRIPT, None, 0)], {"T": _series(3.0)})


def test_equal_scores_are_drawn_without_a_division_by_zero():
    assert "shade-0" in _heat([Unit("T", "T", None, 0)], {"T": _series(3.0, 3.0)})


def _heat(units, series):
    return heat_map(
        units,
        series,
        SCORE,
        chosen_period="2024-Q1",
        smallest_group=5,
        caption="kaart",
        link=lambda code: f"?unit={code}",
        language="nl",
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "points", [[(-1, 0.1, -0.1, 0.3), (0, 0.0, -0.1, 0.1), (1, 0.4, 0.2, 0.6)], []]
)
def test_the_lag_curve_draws_full_and_empty(theme, language, points):
    figure = hv.render(lag_curve(points, theme=theme, language=language), backend="bokeh")

    labels = figure.yaxis[0].major_label_overrides
    assert labels[0.25] == ("0,25" if language == "nl" else "0.25")


@pytest.mark.parametrize(
    "values", [(3.0, 3.2, "too_few", 3.4), ("too_few",) * 4, (None,) * 4, (3.0,)]
)
def test_one_series_draws_full_suppressed_and_empty(values):
    drawn = UnitSeries(theme="light", language="nl").draw(SCORE, _series(*values))

    assert "K1 2024" in hv.render(drawn, backend="bokeh").xaxis[0].major_label_overrides.values()


def test_the_hatch_marks_exactly_the_hidden_periods():
    drawn = UnitSeries(theme="light", language="nl").draw(SCORE, _series(3.0, "too_few", None, 3.4))

    assert list(drawn.VSpans.I.data.itertuples(index=False, name=None)) == [(0.5, 1.5)]


def test_a_kept_chart_takes_the_scale_of_what_it_shows_now():
    drawing, pipe = UnitSeries(theme="light", language="nl"), hv.streams.Pipe(data=None)
    pipe.update(data=(SCORE, _series(3.0, 3.2, 3.4)))
    chart = hv.DynamicMap(lambda data: drawing.draw(*data), streams=[pipe])
    kept = hv.renderer("bokeh").get_plot(chart)

    pipe.send((NPS, _series(-40.0, 10.0, 60.0)))

    figure = kept.state
    assert figure.y_range.start < -40 < 60 < figure.y_range.end
    assert "+50" in figure.yaxis[0].major_label_overrides.values()


def test_a_kept_lag_curve_takes_the_scale_of_what_it_shows_now():
    pipe = hv.streams.Pipe(data=[(0, 0.0, -0.1, 0.1), (1, 0.1, 0.0, 0.2)])
    chart = hv.DynamicMap(
        lambda data: lag_curve(data, theme="light", language="nl"), streams=[pipe]
    )
    kept = hv.renderer("bokeh").get_plot(chart)

    pipe.send([(-1, 0.0, -0.9, 0.1), (0, 0.0, -0.1, 0.1), (1, 1.1, 0.9, 1.3)])

    assert kept.state.y_range.start < -0.9
    assert kept.state.y_range.end > 1.3
    assert kept.state.x_range.start < -1
