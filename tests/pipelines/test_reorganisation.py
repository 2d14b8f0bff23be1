"""After a reorganisation comparable history stays comparable, and the rest is cut, not glued."""

import math

import polars as pl
import pytest

from pipelines.comparable import comparable_panel
from pipelines.contents import read_private
from pipelines.figures import build_figures, build_masks
from pipelines.panel import build_panel
from tests.pipelines.made_tables import PROGRAMME, SURVEY, answers, make_warehouse

CHANGES = "old_code | new_code | kind | weight | from_period\n"
BOOK = """
    code  | kind      | scale_min | scale_max | reversed | statistic
    B1    | belief    | 1 | 5       | false | mean
    CALLS | behaviour | 0 | 1000000 | false | sum
"""
# T1 and T2 stood before 2026-Q3; who stands after it differs per case.
BEFORE = {"T1": [1, 2, 3, 4, 5], "T2": [4, 5, 4, 5, 3, 5]}
CALLS = {"T1": 30, "T2": 50}


def units(**stood):
    """The unit table: code to the first and the last day."""
    lines = "\n".join(
        f"{code} | {code} | ORG | {first} | {last or ''}" for code, (first, last) in stood.items()
    )
    return (
        "unit_code | name | parent_code | valid_from | valid_to\n"
        "ORG | Geheel | | 2020-01-01 |\n" + lines
    )


OLD = ("2020-01-01", "2026-06-30")
NEW = ("2026-07-01", None)
ALWAYS = ("2020-01-01", None)


def built(stood, changes, after):
    """A warehouse with two periods before and one after the change."""
    given = [
        answers(unit, period, "B1", scores)
        for period in ("2026-Q1", "2026-Q2")
        for unit, scores in BEFORE.items()
    ]
    given += [answers(unit, "2026-Q3", "B1", scores) for unit, scores in after.items()]
    calls = "unit_code | period | indicator_code | value\n" + "\n".join(
        f"{unit} | {period} | CALLS | {n}"
        for period in ("2026-Q1", "2026-Q2")
        for unit, n in CALLS.items()
    )
    connection = make_warehouse(
        units=units(**stood),
        codebook=BOOK,
        survey_responses=SURVEY + "\n".join(given),
        behaviour_indicators=calls,
        **({"unit_changes": CHANGES + changes} if changes else {}),
    )
    build_panel(connection, PROGRAMME)
    return connection


def carried(connection, unit, period="2026-Q1", measure="B1"):
    rows = connection.table("carried").pl().to_dicts()
    found = [
        row
        for row in rows
        if (row["unit_code"], row["period"], row["measure"]) == (unit, period, measure)
    ]
    return found[0] if found else None


def series(connection, last=10**9):
    """The lines that evidence reads, each with the periods in which it has a value."""
    rows = (
        connection.table("comparable")
        .pl()
        .filter(pl.col("measure") == "B1", pl.col("value").is_not_null(), pl.col("is_leaf"))
    )
    found = {}
    for row in rows.sort("period").to_dicts():
        if row["absorbed_since"] is None:
            found.setdefault(row["unit_code"], []).append(row["period"])
    return found


def together(*groups):
    """Mean, sd and n of groups thrown together, by hand."""
    scores = [score for group in groups for score in group]
    mean = sum(scores) / len(scores)
    sd = math.sqrt(sum((s - mean) ** 2 for s in scores) / (len(scores) - 1))
    return mean, sd, len(scores)


ALL = ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_a_renamed_unit_brings_its_history_along():
    connection = built(
        {"T1": OLD, "M1": NEW, "T2": ALWAYS},
        "T1 | M1 | rename | 1 | 2026-Q3",
        {"M1": [3, 3, 4, 5, 5], "T2": [3, 4, 5, 4, 4]},
    )
    row, (mean, sd, n) = carried(connection, "M1"), together(BEFORE["T1"])
    assert (row["value"], row["n"], row["parts"]) == (mean, n, ["T1"])
    assert row["sd"] == pytest.approx(sd)
    assert row["se"] == pytest.approx(sd / math.sqrt(n))
    assert series(connection) == {"M1": ALL, "T2": ALL}


def test_a_merged_unit_has_the_history_of_all_its_people():
    connection = built(
        {"T1": OLD, "T2": OLD, "M1": NEW},
        "T1 | M1 | merge | 1 | 2026-Q3\nT2 | M1 | merge | 1 | 2026-Q3",
        {"M1": [3, 3, 4, 5, 5]},
    )
    row, (mean, sd, n) = carried(connection, "M1"), together(*BEFORE.values())
    assert row["value"] == pytest.approx(mean)
    assert row["sd"] == pytest.approx(sd)
    assert row["se"] == pytest.approx(sd / math.sqrt(n))
    assert (row["n"], row["n_people"]) == (n, n)
    assert carried(connection, "M1", measure="CALLS")["value"] == 80
    assert series(connection) == {"M1": ALL}


def test_a_unit_that_took_in_another_is_compared_with_both_of_them():
    connection = built(
        {"T1": ALWAYS, "T2": OLD},
        "T2 | T1 | merge | 1 | 2026-Q3",
        {"T1": [3, 3, 4, 5, 5]},
    )
    assert carried(connection, "T1")["value"] == pytest.approx(together(*BEFORE.values())[0])
    assert series(connection) == {"T1": ALL}


def test_a_split_is_no_history_for_its_parts_but_a_total_is_divided():
    connection = built(
        {"T1": OLD, "M1": NEW, "M2": NEW, "T2": ALWAYS},
        "T1 | M1 | split | 0.7 | 2026-Q3\nT1 | M2 | split | 0.3 | 2026-Q3",
        {"M1": [3, 3, 4, 5, 5], "M2": [1, 2, 1, 2, 3], "T2": [3, 4, 5, 4, 4]},
    )
    row = carried(connection, "M1")
    assert (row["value"], row["is_cut"]) == (None, True)
    assert carried(connection, "M1", measure="CALLS")["value"] == pytest.approx(21)
    assert carried(connection, "M2", measure="CALLS")["value"] == pytest.approx(9)
    assert series(connection) == {
        "M1": ["2026-Q3"],
        "M2": ["2026-Q3"],
        "T1": ["2026-Q1", "2026-Q2"],
        "T2": ALL,
    }


def test_a_unit_that_gave_people_away_is_cut_under_its_own_code():
    connection = built(
        {"T1": ALWAYS, "M2": NEW, "T2": ALWAYS},
        "T1 | T1 | split | 0.7 | 2026-Q3\nT1 | M2 | split | 0.3 | 2026-Q3",
        {"T1": [3, 3, 4, 5, 5], "M2": [1, 2, 1, 2, 3], "T2": [3, 4, 5, 4, 4]},
    )
    assert carried(connection, "T1")["is_cut"]
    assert series(connection) == {
        "T1 < 2026-Q3": ["2026-Q1", "2026-Q2"],
        "T1": ["2026-Q3"],
        "M2": ["2026-Q3"],
        "T2": ALL,
    }


def test_a_code_that_is_used_again_for_another_unit_is_cut():
    connection = built(
        {"T1": ALWAYS, "T2": ALWAYS},
        " | T1 | new | | 2026-Q3",
        {"T1": [3, 3, 4, 5, 5], "T2": [3, 4, 5, 4, 4]},
    )
    assert carried(connection, "T1")["is_cut"]
    assert series(connection)["T1"] == ["2026-Q3"]
    assert series(connection)["T1 < 2026-Q3"] == ["2026-Q1", "2026-Q2"]


def test_history_goes_back_through_one_reorganisation_after_another():
    connection = built(
        {
            "T1": ("2020-01-01", "2026-03-31"),
            "X1": ("2026-04-01", "2026-06-30"),
            "T2": OLD,
            "M1": NEW,
        },
        "T1 | X1 | rename | 1 | 2026-Q2\n"
        "X1 | M1 | merge | 1 | 2026-Q3\nT2 | M1 | merge | 1 | 2026-Q3",
        {"M1": [3, 3, 4, 5, 5]},
    )
    assert carried(connection, "M1")["parts"] == ["T1", "T2"]
    assert carried(connection, "M1")["value"] == pytest.approx(together(*BEFORE.values())[0])


def test_parts_of_which_one_was_not_asked_are_not_comparable():
    given = SURVEY + answers("T1", "2026-Q2", "B1", [1, 2, 3, 4, 5])
    given += "\n" + answers("M1", "2026-Q3", "B1", [1, 2, 3, 4, 5])
    connection = make_warehouse(
        units=units(T1=OLD, T2=OLD, M1=NEW),
        codebook=BOOK,
        survey_responses=given,
        unit_changes=CHANGES + "T1 | M1 | merge | 1 | 2026-Q3\nT2 | M1 | merge | 1 | 2026-Q3",
    )
    build_panel(connection, PROGRAMME)
    assert carried(connection, "M1", "2026-Q2")["is_cut"]
    assert series(connection) == {"T1": ["2026-Q2"], "M1": ["2026-Q3"]}


@pytest.mark.parametrize(
    "changes",
    [
        "T1 | M1 | merge | 1 | 2026-Q3\nT2 | M1 | merge | 1 | 2026-Q3",
        "T1 | M1 | split | 0.5 | 2026-Q3\nT1 | T2 | split | 0.5 | 2026-Q3",
    ],
)
def test_what_was_is_not_rewritten_and_the_unit_above_keeps_its_totals(changes):
    stood = {"T1": OLD, "T2": OLD, "M1": NEW}
    after = {"M1": [3, 3, 4, 5, 5]}
    plain = built(stood, "", after).table("panel").pl()
    changed = built(stood, changes, after)
    assert changed.table("panel").pl().equals(plain)
    above = changed.table("comparable").pl().filter(pl.col("unit_code") == "ORG")
    assert above.drop("since", "absorbed_since").equals(plain.filter(pl.col("unit_code") == "ORG"))


def test_without_reorganisations_the_comparable_panel_is_the_panel():
    connection = built({"T1": ALWAYS, "T2": ALWAYS}, "", {"T1": [3, 4], "T2": [4, 5]})
    same = connection.table("comparable").pl().drop("since", "absorbed_since")
    keys = ["measure", "unit_code", "period"]
    assert same.sort(keys).equals(connection.table("panel").pl().sort(keys))
    assert connection.table("carried").pl().is_empty()


def figures(connection, period="2026-Q3", k=5):
    """The figures of a release as a mapping from (unit, period, measure) to their row."""
    private = read_private(connection, period)
    masks = build_masks(private, smallest_group=k)
    rows = build_figures(private, masks, smallest_group=k).to_dicts()
    found = {(row["unit_code"], row["period"], row["measure"]): row for row in rows}
    assert len(found) == len(rows)
    return found


MERGED = (
    {"T1": OLD, "T2": OLD, "M1": NEW},
    "T1 | M1 | merge | 1 | 2026-Q3\nT2 | M1 | merge | 1 | 2026-Q3",
    {"M1": [3, 3, 4, 5, 5]},
)


def test_a_release_shows_history_where_all_of_it_was_visible_then():
    found = figures(built(*MERGED))
    assert found["M1", "2026-Q1", "B1"]["state"] == "shown"
    assert found["M1", "2026-Q1", "B1"]["value"] == pytest.approx(3.7)  # 41 / 11 on its step
    # Six people are too few here: what T1 and T2 were together would tell about each.
    found = figures(built(*MERGED), k=6)
    assert found["T1", "2026-Q1", "B1"]["state"] == "too_few"
    assert found["M1", "2026-Q1", "B1"]["state"] == "too_few"
    assert found["M1", "2026-Q1", "B1"]["value"] is None


def test_a_release_says_what_is_not_comparable():
    found = figures(
        built(
            {"T1": ALWAYS, "M2": NEW, "T2": ALWAYS},
            "T1 | T1 | split | 0.7 | 2026-Q3\nT1 | M2 | split | 0.3 | 2026-Q3",
            {"T1": [3, 3, 4, 5, 5], "M2": [1, 2, 1, 2, 3], "T2": [3, 4, 5, 4, 4]},
        )
    )
    for unit in ("T1", "M2"):
        assert found[unit, "2026-Q1", "B1"]["state"] == "not_comparable"
        assert found[unit, "2026-Q1", "B1"]["value"] is None
        assert found[unit, "2026-Q3", "B1"]["state"] == "shown"
    assert found["ORG", "2026-Q1", "B1"]["state"] == "shown"


def test_a_release_of_an_earlier_period_knows_nothing_of_it():
    connection = built(*MERGED)
    earlier = figures(connection, "2026-Q2")
    assert "M1" not in {unit for unit, _, _ in earlier}
    lines = comparable_panel(connection, last="2026-Q2")
    assert set(lines["unit_code"]) == {"ORG", "T1", "T2"}
    assert set(comparable_panel(connection)["unit_code"]) == {"ORG", "M1"}


def test_the_deliveries_behind_history_are_those_of_its_parts():
    connection = built(*MERGED)
    connection.execute("UPDATE survey_responses SET load_id = 7 WHERE unit_code = 'T1'")
    connection.execute("UPDATE survey_responses SET load_id = 8 WHERE unit_code = 'T2'")
    build_panel(connection, PROGRAMME)
    origins = (
        connection.table("figure_origins")
        .pl()
        .filter(unit_code="M1", period="2026-Q1", measure="B1")
    )
    assert origins["load_ids"].to_list() == [[7, 8]]
