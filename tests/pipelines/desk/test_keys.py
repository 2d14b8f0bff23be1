"""Answers that are there twice, however many items a codebook has."""

import json

import pytest

from tests.pipelines.desk_cases import answers, deliver, ready_programme, rows_named, select

MANY = [f"M{number:03d}" for number in range(130)]


@pytest.fixture
def programme(tmp_path):
    ready = ready_programme(tmp_path)
    lines = [f"{code},belief,1,5,0" for code in MANY]
    header = "code,kind,scale_min,scale_max,reversed"
    more = deliver(ready, "codebook", "\n".join([header, *lines]), name="more.csv")
    assert more.rows_loaded == len(MANY)
    return ready


def people(*items):
    """Twelve people who answered the same items."""
    return [
        (f"R{person}-{place}", f"P{person}", "T01", "2026-Q3", item, 1 + (person + place) % 5)
        for person in range(12)
        for place, item in enumerate(items)
    ]


@pytest.mark.parametrize("apart", [1, 61, 62, 63, 124, 129])
def test_two_items_are_never_one_however_far_apart_they_stand(programme, apart):
    report = deliver(programme, "responses", answers(*people(MANY[0], MANY[apart])))
    assert (rows_named(report, "double_answer"), report.rows_loaded) == ([], 24)


@pytest.mark.parametrize("item", [MANY[0], MANY[61], MANY[62], MANY[129]])
def test_an_item_that_one_person_answers_twice_is_found(programme, item):
    rows = people(MANY[0], MANY[61], MANY[62], MANY[129])
    place = next(n for n, row in enumerate(rows) if row[1] == "P3" and row[4] == item)
    again = ("R900", *rows[place][1:5], 1 + rows[place][5] % 5)
    report = deliver(programme, "responses", answers(*rows, again))
    assert rows_named(report, "double_answer") == [place + 2, len(rows) + 2]


def test_of_the_moment_of_a_row_that_is_set_aside_only_the_day_is_kept(programme):
    rows = answers(*people(MANY[0]))
    rows += "\nR900,P900,T01,2026-Q3,M001,9,2026-08-03T23:59:58+02:00"
    deliver(programme, "responses", rows)
    [(kept,)] = select(programme, "SELECT row_json FROM quarantine")
    assert json.loads(kept)["submitted_at"] == "2026-08-03"
