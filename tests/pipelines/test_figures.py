"""What may be seen of the panel: bands, rounding, hidden groups."""

import polars as pl
import pytest

from pipelines.contents import read_private
from pipelines.figures import FIGURES, NUMBERS, build_figures, build_masks
from pipelines.groups import unknown_staff
from pipelines.panel import build_panel
from tests.pipelines.made_tables import (
    CUSTOMERS,
    PROGRAMME,
    SURVEY,
    answers,
    customers,
    make_warehouse,
)

MIXED = [1, 2, 3, 4, 5]


def figures_of(connection, period="2026-Q3", k=5):
    """The figures as a mapping from (unit, measure) to the row of that period."""
    build_panel(connection, PROGRAMME)
    private = read_private(connection, period)
    frame = build_figures(private, build_masks(private, smallest_group=k), smallest_group=k)
    assert dict(frame.schema) == FIGURES
    rows = frame.filter(pl.col("period") == period).to_dicts()
    return {(row["unit_code"], row["measure"]): row for row in rows}


def test_a_small_team_leaves_no_number_behind_nor_does_its_smallest_sibling():
    units = """
        unit_code | name | parent_code | valid_from
        ORG | Geheel |     | 2020-01-01
        T1  | Team 1 | ORG | 2020-01-01
        T2  | Team 2 | ORG | 2020-01-01
        T3  | Team 3 | ORG | 2020-01-01
    """
    given = SURVEY + "\n".join(
        [
            answers("T1", "2026-Q3", "D1", [1, 5, 3]),
            answers("T2", "2026-Q3", "D1", MIXED),
            answers("T3", "2026-Q3", "D1", MIXED * 4),
        ]
    )
    figures = figures_of(make_warehouse(units=units, survey_responses=given))
    states = {unit: figures[unit, "D1"]["state"] for unit in ("ORG", "T1", "T2", "T3")}
    assert states == {"ORG": "shown", "T1": "too_few", "T2": "too_few", "T3": "shown"}
    assert [figures["T1", "D1"][name] for name in NUMBERS] == [None] * len(NUMBERS)


def test_no_data_is_told_apart_from_too_few():
    given = SURVEY + answers("T1", "2026-Q3", "D1", MIXED)
    figures = figures_of(make_warehouse(survey_responses=given))
    assert figures["T2", "D1"]["state"] == "no_data"


def test_the_items_of_a_construct_are_not_published_beside_it():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "B1", MIXED * 2), answers("T1", "2026-Q3", "B2", MIXED * 2)]
    )
    figures = figures_of(make_warehouse(survey_responses=given))
    assert ("T1", "TRUST") in figures
    assert ("T1", "B1") not in figures


def test_one_item_with_few_answers_hides_the_whole_survey_of_the_team():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "D1", MIXED * 2), answers("T1", "2026-Q3", "B1", [1, 3, 5])]
    )
    figures = figures_of(make_warehouse(survey_responses=given))
    assert figures["T1", "D1"]["state"] == "too_few"
    assert figures["T1", "TRUST"]["state"] == "too_few"


def test_a_team_in_which_all_said_the_same_is_hidden():
    given = SURVEY + answers("T1", "2026-Q3", "D1", [4] * 12)
    figures = figures_of(make_warehouse(survey_responses=given))
    assert figures["T1", "D1"]["state"] == "too_few"


def test_customers_of_a_team_of_two_are_hidden_however_many_there_are():
    units = """
        unit_code | name | parent_code | valid_from | head_count
        ORG | Geheel |     | 2020-01-01 |
        T1  | Team 1 | ORG | 2020-01-01 | 2
        T2  | Team 2 | ORG | 2020-01-01 | 30
        T3  | Team 3 | ORG | 2020-01-01 | 40
    """
    given = CUSTOMERS + "\n".join(
        customers(unit, "2026-Q3", "nps", [10, 9, 8, 2] * 10) for unit in ("T1", "T2", "T3")
    )
    figures = figures_of(make_warehouse(units=units, customer_responses=given))
    assert figures["T1", "nps"]["state"] == "too_few"
    assert figures["T2", "nps"]["state"] == "too_few"
    assert figures["T3", "nps"]["state"] == "shown"


def test_customer_scores_are_shown_where_nobody_knows_how_many_work_there():
    given = CUSTOMERS + customers("T1", "2026-Q3", "nps", [10, 9, 8, 2] * 10)
    connection = make_warehouse(customer_responses=given)
    assert figures_of(connection)["T1", "nps"]["state"] == "shown"
    assert unknown_staff(read_private(connection, "2026-Q3")) == 3


def test_the_number_of_people_is_given_in_bands_only():
    given = SURVEY + answers("T1", "2026-Q3", "D1", MIXED * 3)
    row = figures_of(make_warehouse(survey_responses=given))["T1", "D1"]
    assert (row["n_band"], row["n"]) == ("15–24", None)


def test_figures_about_work_keep_their_number():
    book = """
        code | kind      | scale_min | scale_max | reversed
        FTR  | behaviour | 0         | 100       | false
    """
    given = """
        unit_code | period  | indicator_code | numerator | denominator
        T1        | 2026-Q3 | FTR            | 31        | 47
    """
    row = figures_of(make_warehouse(codebook=book, behaviour_indicators=given))["T1", "FTR"]
    assert (row["n"], row["value"]) == (47, 66.0)


@pytest.mark.parametrize(
    ("scores", "value", "bound"),
    [
        ([5] * 17 + [4] * 3, 4.8, "at_least"),
        ([1] * 17 + [2] * 3, 1.2, "at_most"),
        (MIXED * 4, 3.0, None),
    ],
)
def test_means_near_the_end_of_their_scale_are_given_as_a_bound(scores, value, bound):
    given = SURVEY + answers("T1", "2026-Q3", "D1", scores)
    row = figures_of(make_warehouse(survey_responses=given))["T1", "D1"]
    assert (row["value"], row["bound"]) == (value, bound)
    assert 1 <= row["low"] <= row["value"] <= row["high"] <= 5


def test_values_are_rounded_to_a_step_that_fits_the_scale():
    given = SURVEY + answers("T1", "2026-Q3", "D1", [1, 2, 2, 4, 4, 5, 5])
    asked = CUSTOMERS + customers("T1", "2026-Q3", "nps", [10, 9, 8, 2, 10, 9, 3])
    figures = figures_of(make_warehouse(survey_responses=given, customer_responses=asked))
    assert figures["T1", "D1"]["value"] == 3.3
    assert figures["T1", "nps"]["value"] == 29


def test_the_interval_of_few_people_does_not_come_from_their_own_answers():
    same_mean = ([2, 2, 3, 4, 4], [1, 1, 3, 5, 5])
    rows = []
    for scores in same_mean:
        other = answers("T2", "2026-Q3", "D1", MIXED * 200)
        given = SURVEY + answers("T1", "2026-Q3", "D1", scores) + "\n" + other
        rows.append(figures_of(make_warehouse(survey_responses=given))["T1", "D1"])
    assert rows[0] == rows[1]


def test_a_delivered_score_without_numbers_is_shown_without_an_interval():
    given = """
        unit_code | period  | code | value
        T1        | 2026-Q3 | D1   | 3.44
    """
    row = figures_of(make_warehouse(survey_scores=given))["T1", "D1"]
    assert (row["state"], row["value"]) == ("shown", 3.4)
    assert (row["low"], row["high"], row["n_band"]) == (None, None, None)


def test_a_larger_smallest_group_hides_more():
    given = SURVEY + answers("T1", "2026-Q3", "D1", MIXED * 2)
    assert figures_of(make_warehouse(survey_responses=given), k=11)["T1", "D1"]["value"] is None


def test_later_periods_stay_outside_the_release():
    given = SURVEY + "\n".join(
        answers("T1", period, "D1", MIXED * 2) for period in ("2026-Q2", "2026-Q3")
    )
    connection = make_warehouse(survey_responses=given)
    build_panel(connection, PROGRAMME)
    private = read_private(connection, "2026-Q2")
    frame = build_figures(private, build_masks(private, smallest_group=5), smallest_group=5)
    assert frame["period"].unique().to_list() == ["2026-Q2"]
