"""A load is whole or not: its outcomes, and what stewards are told."""

import datetime as dt
import json
from uuid import UUID

import pytest

from model.errors import BusyError, RejectedError
from pipelines.desk.audit import first_broken_line
from pipelines.status import status
from pipelines.warehouse import open_warehouse
from tests.pipelines.desk_cases import (
    UNITS,
    codes,
    deliver,
    figures,
    fingerprint,
    ready_programme,
    rows_named,
    select,
    wave,
)


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


def test_clean_rows_are_all_taken_in(programme):
    report = deliver(programme, "responses", wave("2026-Q1"))
    assert (report.outcome, report.rows_in, report.rows_loaded) == ("accept", 72, 72)


def test_respondents_are_kept_as_pseudonyms_only(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    kept = {row[0] for row in select(programme, "SELECT respondent_id FROM survey_responses")}
    assert len(kept) == 36
    assert all(isinstance(pseudonym, UUID) for pseudonym in kept)
    assert b"PT01" not in programme.warehouse.read_bytes()


def test_the_key_is_readable_by_its_owner_only(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    assert (programme.folder / "respondent.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_refused_rather_than_made_anew(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    (programme.folder / "respondent.key").unlink()
    with pytest.raises(RejectedError, match="key"):
        deliver(programme, "responses", wave("2026-Q2"))
    assert not (programme.folder / "respondent.key").exists()


def test_few_bad_rows_are_set_aside_and_the_good_ones_go_in(programme):
    bad = wave("2026-Q1").replace("T01,2026-Q1,B01,1,", "T01,2026-Q1,B01,9,", 1)
    report = deliver(programme, "responses", bad)
    assert (report.outcome, report.rows_loaded, report.rows_set_aside) == ("quarantine", 71, 1)
    assert rows_named(report, "score_out_of_scale") == [2]
    assert select(programme, "SELECT source_row, code FROM quarantine") == [
        (2, "score_out_of_scale")
    ]


def test_many_bad_rows_refuse_the_file(programme):
    before = fingerprint(programme)
    report = deliver(programme, "responses", wave("2026-Q1").replace(",B01,", ",B99,"))
    assert report.outcome == "reject"
    assert fingerprint(programme) == before


def test_file_row_and_reference_problems_are_told_at_once(programme):
    text = "unit_code,period,value\nT09,2026-Q1,abc\nT01,1926-Q1,50\nT02,2026-Q1,60"
    report = deliver(programme, "behaviour", text)
    assert {"missing_column", "unknown_unit", "not_a_number", "implausible_period"} <= set(
        codes(report)
    )


def test_five_hundred_errors_name_five_hundred_rows(programme):
    lines = wave("2026-Q1", people=1000).splitlines()
    for place in range(10, 5010, 10):
        cells = lines[place].split(",")
        cells[5] = "9"
        lines[place] = ",".join(cells)
    report = deliver(programme, "responses", "\n".join(lines))
    assert report.outcome == "quarantine"
    assert rows_named(report, "score_out_of_scale") == list(range(11, 5011, 10))
    assert codes(report).count("score_out_of_scale") == 20
    assert sum(i.count for i in report.issues if i.code == "score_out_of_scale") == 500


def test_a_check_writes_nothing(programme):
    before = fingerprint(programme)
    report = deliver(programme, "responses", wave("2026-Q1"), check=True)
    assert (report.outcome, report.rows_loaded, report.load_id) == ("accept", 72, None)
    assert fingerprint(programme) == before
    assert len(status(programme)["loads"]) == 2


def test_a_busy_warehouse_names_who_loads(programme):
    with (
        open_warehouse(programme, who="anna"),
        pytest.raises(BusyError, match="anna"),
        open_warehouse(programme, wait_seconds=0),
    ):
        pass


def test_every_attempt_leaves_a_line_in_the_chained_log(programme):
    deliver(programme, "responses", wave("2026-Q1").replace(",B01,", ",B99,"), who="anna")
    log = programme.folder / "audit.jsonl"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["state"] for line in lines] == ["begun", "done"] * 3
    ended = [line["outcome"] for line in lines if line["state"] == "done"]
    assert ended == ["accept", "accept", "reject"]
    assert lines[-1]["who"] == "anna"
    assert first_broken_line(programme) is None
    log.write_text(log.read_text().replace("anna", "piet"))
    assert first_broken_line(programme) == 5


def test_the_completeness_grid_shows_who_is_missing(programme):
    deliver(
        programme,
        "behaviour",
        figures(
            ("T01", "2026-Q1", "IND01", 50),
            ("T01", "2026-Q1", "HEADCOUNT", 20),
            ("T02", "2026-Q1", "IND01", 50),
            ("T01", "2026-Q2", "IND01", 50),
        ),
    )
    grid = {(c["unit_code"], c["period"]): c["state"] for c in status(programme)["completeness"]}
    assert grid == {
        ("T01", "2026-Q1"): "complete",
        ("T02", "2026-Q1"): "partial",
        ("T01", "2026-Q2"): "complete",
        ("T02", "2026-Q2"): "missing",
    }


def test_a_thousand_or_three_decimals_is_asked(programme):
    rows = figures(("T01", "2026-Q1", "HEADCOUNT", "1.234"), ("T02", "2026-Q1", "HEADCOUNT", "20"))
    report = deliver(programme, "behaviour", rows)
    assert "ambiguous_number" in codes(report)
    assert select(programme, "SELECT count(*) FROM behaviour_indicators") == [(0,)]


def test_aggregated_scores_come_with_their_n_and_spread(programme):
    scores = "unit_code,period,code,value,n,sd\nT01,2026-Q1,B01,3.8,24,0.9\nT02,2026-Q1,B01,3,8,1"
    report = deliver(programme, "survey_scores", scores)
    assert (report.outcome, report.rows_loaded) == ("accept", 2)
    loaded = select(programme, "SELECT value, n, sd FROM survey_scores ORDER BY unit_code")
    assert loaded == [(3.8, 24, 0.9), (3.0, 8, 1.0)]


def test_nothing_is_measured_in_a_period_or_on_a_day_that_has_yet_to_come(programme):
    lines = wave("2026-Q1").splitlines()
    lines[1] = lines[1].replace("2026-Q1", "2097-Q1")
    lines[2] = lines[2].replace(",2026-02-03", ",2097-02-03")
    year = dt.datetime.now(dt.UTC).year + 1
    lines[3] = lines[3].replace("2026-Q1", f"{year}-Q4")
    report = deliver(programme, "responses", "\n".join(lines))
    assert (report.outcome, report.rows_set_aside) == ("quarantine", 3)
    assert rows_named(report, "implausible_period") == [2]
    assert rows_named(report, "given_in_future") == [3]
    assert rows_named(report, "period_not_begun") == [4]


def test_a_reorganisation_may_be_planned(programme):
    year = dt.datetime.now(dt.UTC).year + 1
    planned = f"old_code,new_code,kind,weight,from_period\nT01,T02,merge,1,{year}-Q4"
    report = deliver(programme, "unit_changes", planned)
    assert (report.outcome, codes(report)) == ("accept_warn", ["future_period"])


def test_an_answer_in_the_hour_that_the_clock_skipped_is_taken_in_with_a_doubt(programme):
    text = wave("2026-Q1").replace(",2026-02-03", ",2026-03-29T02:30:00", 1)
    report = deliver(programme, "responses", text)
    assert (report.outcome, report.rows_loaded) == ("accept_warn", 72)
    assert rows_named(report, "clock_skipped") == [2]


def test_numbers_of_an_earlier_wave_are_named_before_they_replace_its_answers(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    again = wave("2026-Q2").replace("2026-Q2T", "2026-Q1T")
    asked = deliver(programme, "responses", again)
    assert (asked.outcome, codes(asked)[0]) == ("confirm", "id_used_before")
    assert "2026-Q1 → 2026-Q2" in asked.issues[0].message.en
    assert asked.issues[0].column == "response_id"


def test_the_same_customers_under_other_numbers_are_asked_about(programme):
    def customers(mark, *, shift=0):
        lines = [
            f"{mark}{unit}{n},{unit},2026-Q1,nps,{(n * 7 + shift) % 11},2026-02-{1 + n % 28:02d}"
            for unit in ("T01", "T02", "T03")
            for n in range(20)
        ]
        return "\n".join(["response_id,unit_code,period,metric,score,submitted_at", *lines])

    deliver(programme, "customer_responses", customers("A"))
    asked = deliver(programme, "customer_responses", customers("B"))
    assert (asked.outcome, codes(asked)[0]) == ("confirm", "answers_again")
    assert deliver(programme, "customer_responses", customers("C", shift=3)).outcome == "accept"


def test_a_unit_whose_parent_left_the_list_is_refused(programme):
    orphaned = "\n".join(line for line in UNITS.splitlines() if not line.startswith("ORG"))
    report = deliver(programme, "units", orphaned)
    assert report.outcome == "reject"
    assert rows_named(report, "unit_left_behind") == [2, 3, 4]


def test_a_unit_that_would_not_exist_where_it_has_figures_is_named(programme):
    deliver(programme, "behaviour", figures(("T03", "2026-Q1", "IND01", 50)))
    later = UNITS.replace("Noord,ORG,2024-01-01", "Noord,ORG,2026-07-01")
    asked = deliver(programme, "units", later)
    assert asked.outcome == "confirm"
    assert rows_named(asked, "figures_outside_validity") == [5]


def test_a_column_of_figures_without_any_value_is_refused(programme):
    empty = "\n".join(
        ",".join(
            cell if place != 5 or line == 0 else "" for place, cell in enumerate(row.split(","))
        )
        for line, row in enumerate(wave("2026-Q1").splitlines())
    )
    report = deliver(programme, "responses", empty)
    assert report.outcome == "reject"
    assert ("empty_column", "score") in {(issue.code, issue.column) for issue in report.issues}


def test_an_optional_column_that_is_wholly_empty_counts_as_not_delivered(programme):
    first, *rest = wave("2026-Q1").splitlines()
    report = deliver(
        programme, "responses", "\n".join([f"{first},weight", *(f"{r}," for r in rest)])
    )
    assert (report.outcome, report.rows_loaded) == ("accept_warn", 72)
    assert [issue.code for issue in report.issues] == ["column_left_empty"]
