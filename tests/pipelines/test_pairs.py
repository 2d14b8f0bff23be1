"""Which measures are compared, and their series side by side."""

import numpy as np
import polars as pl
import pytest

from model.hypothesis import Hypothesis
from pipelines.pairs import Pair, pairs_of, series_of, shared_people


def measures(*rows):
    """Table measures from (measure, kind[, construct[, respondents]])."""
    full = [(*row, None, None)[:4] for row in rows]
    return pl.DataFrame(
        full,
        schema=dict.fromkeys(("measure", "kind", "construct", "respondents"), pl.String),
        orient="row",
    ).with_row_index("position")


def panel(*rows, se=0.1):
    """Table panel from (unit, period index, measure, value), all leaves."""
    return pl.DataFrame(
        [
            (
                unit,
                f"2026-Q{index}",
                8103 + index,
                measure,
                value,
                9,
                se,
                "sampling",
                True,
                "somewhere",
            )
            for unit, index, measure, value in rows
        ],
        schema={
            "unit_code": pl.String,
            "period": pl.String,
            "period_index": pl.Int64,
            "measure": pl.String,
            "value": pl.Float64,
            "n": pl.Int64,
            "se": pl.Float64,
            "error_source": pl.String,
            "is_leaf": pl.Boolean,
            "source": pl.String,
        },
        orient="row",
    )


def expected(cause, outcome, first_period="2026-Q1"):
    """A hypothesis made before its data."""
    return Hypothesis(
        f"H-{cause}", 1, cause, outcome, "+", 1, 4, 0.25, "a purpose", first_period, "", ""
    )


def test_causes_meet_customers_and_the_chain_its_next_link():
    found = pairs_of(
        measures(("B", "belief"), ("R", "routine"), ("A", "behaviour"), ("K", "customer")), []
    )
    assert {(pair.cause, pair.outcome) for pair in found} == {
        ("B", "K"),
        ("R", "K"),
        ("A", "K"),
        ("B", "R"),
        ("R", "A"),
    }


def test_items_of_a_construct_are_compared_only_when_registered():
    known = measures(("B1", "belief", "TRUST"), ("TRUST", "belief"), ("K", "customer"))
    assert [(pair.cause, pair.outcome) for pair in pairs_of(known, [])] == [("TRUST", "K")]
    found = pairs_of(known, [expected("B1", "K"), expected("gone", "K")])
    assert [(pair.cause, pair.purpose) for pair in found] == [
        ("B1", "registered"),
        ("TRUST", "exploratory"),
    ]


def test_what_was_registered_is_explored_only_before_its_window():
    known = measures(("B", "belief"), ("K", "customer"))
    cells = panel(*(("T1", i, m, float(i)) for i in range(1, 5) for m in "BK"))
    asked, explored = pairs_of(known, [expected("B", "K", "2026-Q3"), expected("K", "B")])[::2]
    assert series_of(cells, asked).periods == ["2026-Q3", "2026-Q4"]
    assert (explored.purpose, series_of(cells, explored).periods) == ("exploratory", [])
    later = pairs_of(known, [expected("K", "B", "2026-Q2")])[1]
    assert series_of(cells, later).periods == ["2026-Q1"]


def test_context_comes_before_nothing():
    assert pairs_of(measures(("C", "context"), ("K", "customer")), []) == []


def test_series_are_cut_to_the_span_that_both_have_and_gaps_stay():
    cells = panel(*[("T1", q, "x", q) for q in (1, 2, 4)], *[("T1", q, "y", -q) for q in (2, 3, 4)])
    series = series_of(cells, Pair("x", "y", "belief"))
    assert series.periods == ["2026-Q2", "2026-Q3", "2026-Q4"]
    np.testing.assert_array_equal(series.x, [[2, np.nan, 4]])
    np.testing.assert_array_equal(series.y, [[-2, -3, -4]])
    np.testing.assert_array_equal(series.se_x, [[0.1, np.nan, 0.1]])
    assert series.n_cells == 2


def test_a_yearly_survey_covers_the_quarters_until_its_next_wave():
    yearly = [("T1", index, "trust", 1.0) for index in (4, 8)]
    quarterly = [("T1", index, "nps", 2.0) for index in range(1, 13)]
    series = series_of(panel(*yearly, *quarterly), Pair("trust", "nps", "belief"))
    assert series.periods == [f"2026-Q{index}" for index in range(1, 12)]
    assert np.isfinite(series.x[0]).nonzero()[0].tolist() == [3, 7]
    assert np.isfinite(series.y).all()


def test_units_above_others_and_units_with_one_side_stay_out():
    cells = panel(("T1", 1, "x", 1), ("T1", 1, "y", 1), ("T2", 1, "x", 1), ("ORG", 1, "y", 1))
    above = pl.col("unit_code") == "ORG"
    series = series_of(cells.with_columns(is_leaf=~above), Pair("x", "y", "belief"))
    assert series.units == ["T1"]


def test_the_weaker_error_source_counts_for_the_pair():
    cells = panel(("T1", 1, "x", 1), ("T1", 1, "y", 1))
    stated = pl.when(pl.col("measure") == "y").then(pl.lit("reliability")).otherwise("error_source")
    assert (
        series_of(cells.with_columns(error_source=stated), Pair("x", "y", "belief")).error_source
        == "reliability"
    )


def test_cells_without_an_error_go_where_others_have_one():
    cells = panel(("T1", 1, "x", 1), ("T1", 2, "x", 2), ("T1", 1, "y", 1), ("T1", 2, "y", 2))
    bare = (pl.col("measure") == "x") & (pl.col("period") == "2026-Q2")
    unsure = cells.with_columns(se=pl.when(~bare).then(pl.col("se")))
    assert series_of(unsure, Pair("x", "y", "belief")).periods == ["2026-Q1"]
    none = cells.with_columns(se=None, error_source=pl.lit("none"))
    series = series_of(none, Pair("x", "y", "belief"))
    assert series.error_source == "none"
    assert series.x.tolist() == [[1, 2]]


@pytest.mark.parametrize("cells", [panel(("T1", 1, "x", 1)), panel()])
def test_measures_that_never_meet_give_nothing(cells):
    series = series_of(cells, Pair("x", "y", "belief"))
    assert (series.units, series.n_cells, series.error_source) == ([], 0, "none")


@pytest.mark.parametrize(
    ("cause", "outcome", "tables", "shared"),
    [
        # Employees answer both in one survey.
        (("B", "belief"), ("R", "routine"), ("survey_responses", "survey_responses"), True),
        (("B", "belief"), ("R", "routine"), ("survey_responses", "survey_scores"), True),
        (("B", "belief"), ("R", "routine"), ("survey_responses", "leadership_measures"), False),
        # Registrations have no respondents.
        (("A", "behaviour"), ("C", "behaviour"), ("behaviour_indicators",) * 2, False),
        # Customers are not employees, unless the codebook says who answered.
        (("B", "belief"), ("K", "customer"), ("survey_scores", "survey_scores"), False),
        (("B", "belief", None, "teachers"), ("K", "customer", None, "parents"), ("s", "s"), False),
        (
            ("B", "belief", None, "Teachers"),
            ("K", "customer", None, "parents + teachers"),
            ("survey_scores", "customer_scores"),
            True,
        ),
        # Two surveys that the codebook keeps apart.
        (
            ("B", "belief", None, "spring survey"),
            ("R", "routine", None, "autumn survey"),
            ("survey_responses", "survey_responses"),
            False,
        ),
    ],
)
def test_the_same_people_on_both_sides_are_noticed(cause, outcome, tables, shared):
    pair = Pair(cause[0], outcome[0], cause[1])
    sources = dict(zip((cause[0], outcome[0]), tables, strict=True))
    found = shared_people(measures(cause, outcome), sources, pair)
    assert (found is not None) == shared
