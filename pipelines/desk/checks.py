"""The checks of each table: which statements look for what cannot, or may not, be true."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from model.codes import look_alikes
from pipelines.desk.findings import keep
from pipelines.desk.unit_list import check_unit_list, make_period_days
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.table import Table
    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme

_DAYS = ("days_given", "given_in_future", "outside_period")
_FIGURES = ("wrong_kind", "percentages", "score_out_of_scale", "unit_not_valid")
_RANGES = (
    "code_ranges",
    "stray_codes",
    "scale_not_used",
    "no_variation",
    "between_points",
    "fractions",
)
_DELIVERED = (
    "partial_delivery",
    "loaded_counts",
    "missing_codes",
    "missing_pairs",
    "fewer_answers",
)
_WAVES = (*_RANGES, "waves", "reversed_wave", "jump", *_DELIVERED)
CHECKS: dict[str, tuple[str, ...]] = {
    "survey_responses": (*_FIGURES, *_DAYS, "straight_lining", "weights", *_WAVES),
    "customer_responses": (*_FIGURES, *_DAYS, *_WAVES),
    "survey_scores": (*_FIGURES, *_WAVES),
    "customer_scores": (*_FIGURES, "nps_parts", *_WAVES),
    "behaviour_indicators": (*_FIGURES, "numerator", *_WAVES),
    "leadership_measures": (*_FIGURES, *_WAVES),
    "unit_changes": ("unit_changes",),
    "codebook": ("scale_reversed",),
}
_PEOPLE = {
    "survey_responses": ("respondent_id", "count(DISTINCT respondent_id)"),
    "survey_scores": ("n", "max(n)"),
}


def check_meaning(connection: DuckDBPyConnection, delivery: Delivery, programme: Programme) -> None:
    """Keep findings about what offered rows mean together and against what was loaded."""
    table = delivery.table
    if "unit_code" in table.columns and table.of_kind("period"):
        _make_figures(connection, delivery, programme)
    for name in CHECKS.get(table.name, ()):
        if name != "weights" or "weight" in delivery.present:
            connection.execute(statement(f"findings/{name}"))
    if table.name in _PEOPLE:
        column, people = _PEOPLE[table.name]
        connection.execute(
            statement("findings/above_head_count", people_column=column, people=people)
        )
    if table.name == "units":
        check_unit_list(connection)
    elif table.kind(table.key[0]) == "code" and len(table.key) == 1:
        _check_look_alikes(connection, table.key[0])


def gather_totals_rows(connection: DuckDBPyConnection, table: Table) -> None:
    """Name rows of totals as such, in place of everything else that is wrong with them."""
    texts = ", ".join(table.of_kind("id", "person", "code", "period", "words"))
    connection.execute(statement("findings/totals_rows", texts=texts))
    connection.execute(
        "DELETE FROM finding USING totals_row WHERE finding.part = totals_row.part "
        "AND finding.source_row = totals_row.source_row"
    )
    connection.execute(
        "INSERT INTO finding SELECT part, source_row, NULL, 'totals_row', "
        "any_value(word), NULL, NULL FROM totals_row GROUP BY ALL"
    )


def _make_figures(connection: DuckDBPyConnection, delivery: Delivery, programme: Programme) -> None:
    """Make views that call the code and the score of any table alike, and the days of periods."""
    table = delivery.table
    code = next(name for name in table.columns if table.refers(name) == "code")
    score = "score" if "score" in table.columns else "value"
    aggregated = score == "value"
    today = dt.datetime.now(ZoneInfo(programme.time_zone)).date()
    n, variance = ("n", "sd * sd") if {"n", "sd"} <= set(table.columns) else ("NULL", "NULL")
    for name, value in (
        ("aggregated", aggregated),
        ("kinds", list(table.kinds)),
        ("smallest_group", programme.smallest_group),
        ("time_zone", programme.time_zone),
        # A clock that runs ahead a little is no reason to doubt an answer.
        ("after_today", today + dt.timedelta(days=2)),
        ("code_column", code),
        ("value_column", score),
        ("has_values", not delivery.lacks(score)),
    ):
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    figures = (
        f"unit_code, period, {code} AS code, {score} AS score, {n} AS n, {variance} AS variance"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW figures AS SELECT part, source_row, {figures}, "  # noqa: S608
        f"'{code}' AS code_column, '{score}' AS value_column FROM offered_rows"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW loaded_figures AS SELECT {figures} FROM {table.name}"  # noqa: S608
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW code_scales AS "
        "SELECT code, kind, scale_min, scale_max, statistic FROM codebook"
    )
    connection.execute(statement("findings/unit_figures"))
    make_period_days(connection, "FROM offered_period")


def _check_look_alikes(connection: DuckDBPyConnection, key: str) -> None:
    """Keep a finding for every code that people would take for another one in the delivery."""
    rows = connection.execute(f"SELECT part, source_row, {key} FROM offered").fetchall()  # noqa: S608 - a name of the contract
    alike = set(look_alikes({str(code) for _, _, code in rows if code is not None}))
    keep(
        connection,
        [(part, row, key, "look_alike", code, "") for part, row, code in rows if code in alike],
    )
