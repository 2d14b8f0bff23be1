"""Every figure that is shown leads to exactly the deliveries it was made of."""

import polars as pl

from pipelines.origins import origins_of
from pipelines.panel import build_panel
from tests.pipelines.made_tables import PROGRAMME, fill, make_warehouse

SURVEY = "load_id | response_id | respondent_id | unit_code | period | item_code | score\n"


def delivered(load_id, unit, item, *, people=3):
    """One delivery in which some people of a unit answer one item."""
    return "".join(
        f"{load_id} | {load_id}-{n} | {unit}-{n} | {unit} | 2026-Q3 | {item} | 4\n"
        for n in range(people)
    )


def origins(connection, *, hidden=()):
    """The numbers of the deliveries by unit and measure, some figures being hidden."""
    build_panel(connection, PROGRAMME)
    panel = connection.table("panel").filter("value IS NOT NULL").pl()
    is_hidden = pl.col("unit_code").is_in(hidden)
    figures = panel.with_columns(
        state=pl.when(is_hidden).then(pl.lit("too_few")).otherwise(pl.lit("shown"))
    )
    rows = origins_of(connection, figures).to_dicts()
    return {(row["unit_code"], row["measure"]): row["load_ids"] for row in rows}


def test_a_unit_rests_on_its_own_delivery_and_the_unit_above_on_all():
    answers = SURVEY + delivered(1, "T1", "D1") + delivered(2, "T2", "D1")
    found = origins(make_warehouse(survey_responses=answers))
    assert found == {("T1", "D1"): [1], ("T2", "D1"): [2], ("ORG", "D1"): [1, 2]}


def test_a_construct_rests_on_the_deliveries_of_its_items():
    answers = SURVEY + delivered(1, "T1", "B1") + delivered(3, "T1", "B2")
    assert origins(make_warehouse(survey_responses=answers))["T1", "TRUST"] == [1, 3]


def test_scores_that_lost_to_answers_are_no_origin():
    connection = make_warehouse(survey_responses=SURVEY + delivered(1, "T1", "D1"))
    fill(
        connection,
        "survey_scores",
        "load_id | unit_code | period | code | value | n\n2 | T1 | 2026-Q3 | D1 | 3 | 9",
    )
    assert origins(connection)["T1", "D1"] == [1]


def test_what_is_not_shown_has_no_origin():
    answers = SURVEY + delivered(1, "T1", "D1") + delivered(2, "T2", "D1")
    found = origins(make_warehouse(survey_responses=answers), hidden=("T2",))
    assert found == {("T1", "D1"): [1], ("ORG", "D1"): [1, 2]}
