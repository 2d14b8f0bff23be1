"""Doubts about what numbers mean: each found where it is, and silent where all is well."""

from types import SimpleNamespace

import pytest

from model.tables import TABLES
from pipelines.desk.checks import check_meaning
from pipelines.desk.delivery import Delivery
from pipelines.desk.findings import make_table
from pipelines.warehouse import COLUMN_TYPES, create_tables, memory, statement
from tests.pipelines.made_tables import put

PROGRAMME = SimpleNamespace(time_zone="Europe/Amsterdam", smallest_group=5)
UNIT_CODES = ("T01", "T02", "T03", "T04", "T05", "T06")
CODES = (
    ("B01", "belief", 1, 5),
    ("B02", "belief", 1, 5),
    ("B03", "belief", 1, 5),
    ("B04", "belief", 1, 5),
    ("B05", "belief", 1, 5),
    ("WIDE", "belief", 0, 100),
    ("SHARE", "behaviour", 0, 100),
    ("nps", "customer", 0, 10),
)


@pytest.fixture
def desk():
    """A warehouse in memory with units of ten people and a codebook."""
    with memory() as connection:
        create_tables(connection)
        connection.executemany(
            "INSERT INTO units (unit_code, name, valid_from, head_count) "
            "VALUES (?, ?, DATE '2024-01-01', 10)",
            [(code, code) for code in UNIT_CODES],
        )
        connection.executemany(
            "INSERT INTO codebook (code, kind, scale_min, scale_max) VALUES (?, ?, ?, ?)", CODES
        )
        yield connection


def found(connection, table, rows):
    """The rules that offered rows break, as (rule, row)."""
    contract = TABLES[table]
    types = COLUMN_TYPES | {"person": "VARCHAR"}
    columns = ", ".join(f"{name} {types[contract.kind(name)]}" for name in contract.columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE offered_rows (part INTEGER, source_row BIGINT, {columns})"
    )
    for number, row in enumerate(rows, start=2):
        put(connection, "offered_rows", {"part": 0, "source_row": number, **row})
    connection.execute("CREATE OR REPLACE TEMP VIEW offered AS FROM offered_rows")
    period = next(iter(contract.of_kind("period")), "NULL")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE offered_period AS SELECT DISTINCT {period} AS period "
        "FROM offered"
    )
    if contract.of_kind("person"):
        connection.execute(statement("findings/people", answered_once="true"))
    make_table(connection)
    check_meaning(connection, Delivery(contract, (), ("delivery.csv",)), PROGRAMME)
    return set(connection.execute("SELECT rule, source_row FROM finding").fetchall())


def rules(connection, table, rows):
    """The rules that offered rows break."""
    return {rule for rule, _ in found(connection, table, rows)}


def answers(scores, *, period="2026-Q3", code="B01", unit="T01", person="P"):
    """Answers of people, one each, to one item."""
    return [
        {
            "response_id": f"{period}{code}{unit}{person}{place}",
            "respondent_id": f"{person}{unit}{place}",
            "unit_code": unit,
            "period": period,
            "item_code": code,
            "score": score,
        }
        for place, score in enumerate(scores)
    ]


def load(connection, table, rows):
    """Put rows into the table as loaded before."""
    for row in rows:
        put(connection, table, row)


def test_a_mean_that_leaps_beyond_chance_is_named_and_one_within_it_is_not(desk):
    load(desk, "survey_responses", answers([2, 3, 2, 3, 2, 3, 2, 3], period="2026-Q2"))
    assert "jump" in rules(desk, "survey_responses", answers([5, 4, 5, 5, 4, 5, 5, 4]))
    assert "jump" not in rules(desk, "survey_responses", answers([3, 3, 2, 3, 2, 3, 3, 3]))


def test_the_mean_of_a_few_people_is_shown_to_nobody(desk):
    load(desk, "survey_responses", answers([2, 3, 2, 3, 2, 3, 2, 3], period="2026-Q2"))
    words = "SELECT detail_nl, detail_en FROM finding WHERE rule = 'jump'"
    found(desk, "survey_responses", answers([5, 4, 5, 5, 4, 5]))
    assert desk.execute(words).fetchall() == [
        (
            "1 eenheden in 2026-Q3, het meest T01 (2,5 → 4,7)",
            "1 units in 2026-Q3, most in T01 (2.5 → 4.7)",
        )
    ]
    found(desk, "survey_responses", answers([5, 4, 5, 5]))
    assert desk.execute(words).fetchall() == [
        ("1 eenheden in 2026-Q3, het meest T01", "1 units in 2026-Q3, most in T01")
    ]


def test_people_who_answer_everything_alike_are_counted_when_they_are_many(desk):
    def of(scores_of):
        return [
            row
            for place, code in enumerate(("B01", "B02", "B03", "B04", "B05"))
            for row in answers(
                [scores_of(person, place) for person in range(8)], code=code, person="P"
            )
        ]

    alike = of(lambda person, place: 4 if person < 4 else 1 + (person + place) % 5)
    varied = of(lambda person, place: 1 + (person + place) % 5)
    assert "straight_lining" in rules(desk, "survey_responses", alike)
    assert "straight_lining" not in rules(desk, "survey_responses", varied)


def test_scores_in_the_low_part_of_a_wide_scale_are_doubted(desk):
    low = answers([1 + place % 5 for place in range(24)], code="WIDE")
    wide = answers([place * 4 for place in range(24)], code="WIDE")
    assert "scale_not_used" in rules(desk, "survey_responses", low)
    assert "scale_not_used" not in rules(desk, "survey_responses", wide)


def test_shares_delivered_as_fractions_are_doubted(desk):
    def of(values):
        return [
            {"unit_code": unit, "period": "2026-Q3", "indicator_code": "SHARE", "value": value}
            for unit, value in zip(UNIT_CODES, values, strict=True)
        ]

    fractions, percents = (0.5, 0.61, 0.7, 0.42, 0.9, 0.3), (50, 61, 70, 42, 90, 30)
    assert "scale_not_used" in rules(desk, "behaviour_indicators", of(fractions))
    assert "scale_not_used" not in rules(desk, "behaviour_indicators", of(percents))


@pytest.mark.parametrize(
    ("parts", "value", "n", "is_wrong"),
    [((10, 5, 5), 25, 20, False), ((10, 5, 5), 25, 21, True), ((10, 5, 5), 40, 20, True)],
)
def test_promoters_and_detractors_must_give_the_n_and_the_nps(desk, parts, value, n, is_wrong):
    row = dict(zip(("promoters", "passives", "detractors"), parts, strict=True))
    row |= {"unit_code": "T01", "period": "2026-Q3", "code": "nps", "value": value, "n": n}
    named = found(desk, "customer_scores", [row])
    assert (("parts_do_not_add_up", 2) in named) is is_wrong


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "expected"),
    [
        (10, 20, 50, None),
        (30, 20, 100, "numerator_too_large"),
        (10, 40, 50, "parts_do_not_add_up"),
    ],
)
def test_a_share_must_be_its_numerator_over_its_denominator(
    desk, numerator, denominator, value, expected
):
    row = {"unit_code": "T01", "period": "2026-Q3", "indicator_code": "SHARE", "value": value}
    row |= {"numerator": numerator, "denominator": denominator}
    assert rules(desk, "behaviour_indicators", [row]) == ({expected} if expected else set())


def test_more_people_than_work_in_a_unit_are_doubted(desk):
    eleven = answers([1 + place % 5 for place in range(11)])
    assert "above_head_count" in rules(desk, "survey_responses", eleven)
    assert "above_head_count" not in rules(desk, "survey_responses", eleven[:10])


def test_a_change_of_units_needs_both_codes_and_weights_that_add_up(desk):
    whole = {"old_code": "T01", "new_code": "T02", "kind": "rename", "from_period": "2026-Q3"}
    half = {"old_code": "T03", "kind": "merge", "from_period": "2026-Q3"}
    split = [
        {
            "old_code": "T04",
            "new_code": new,
            "kind": "split",
            "weight": weight,
            "from_period": "2026-Q3",
        }
        for new, weight in (("T05", 0.5), ("T06", 0.4))
    ]
    named = found(desk, "unit_changes", [whole, half, *split])
    assert named == {("change_incomplete", 3), ("split_weights", 4), ("split_weights", 5)}


@pytest.mark.parametrize("twin", ["b01", "B\u200b01", "\u041201"])
def test_codes_that_the_eye_cannot_tell_apart_are_both_named(desk, twin):
    rows = [
        {"code": code, "kind": "belief", "scale_min": 1, "scale_max": 5}
        for code in ("B01", twin, "B02")
    ]
    assert found(desk, "codebook", rows) == {("look_alike", 2), ("look_alike", 3)}


def test_a_wave_with_fewer_codes_or_far_fewer_answers_is_doubted(desk):
    def wave(period, codes, people):
        return [
            row
            for code in codes
            for row in answers([1 + p % 5 for p in range(people)], code=code, period=period)
        ]

    load(desk, "survey_responses", wave("2026-Q2", ("B01", "B02"), 30))
    doubts = {"missing_codes", "fewer_answers"}
    assert doubts <= rules(desk, "survey_responses", wave("2026-Q3", ("B01",), 24))
    assert not doubts & rules(desk, "survey_responses", wave("2026-Q3", ("B01", "B02"), 28))


def test_answers_that_are_all_alike_all_empty_or_between_points_are_doubted(desk):
    def doubts(scores):
        found_rules = rules(desk, "survey_responses", answers(scores))
        return found_rules & {"no_variation", "between_points"}

    varied = [1 + place % 5 for place in range(20)]
    assert doubts([3] * 20) == {"no_variation"}
    assert doubts([None] * 20) == {"no_variation"}
    assert doubts([*varied, 3.7]) == {"between_points"}
    assert doubts(varied) == set()
    assert doubts([score + 0.5 for score in varied[:19]]) == set()


def test_a_weight_beyond_all_others_is_named(desk):
    rows = [row | {"weight": 1} for row in answers([1, 2, 3, 4])]
    rows[2]["weight"] = 5000
    assert ("weight_extreme", 4) in found(desk, "survey_responses", rows)


def test_a_fraction_among_percentages_is_named(desk):
    values = (50, 61, 0.7, 42, 90, 30)
    rows = [
        {"unit_code": unit, "period": "2026-Q3", "indicator_code": "SHARE", "value": value}
        for unit, value in zip(UNIT_CODES, values, strict=True)
    ]
    assert found(desk, "behaviour_indicators", rows) == {("perhaps_fraction", 4)}


def figures(values, *, period="2026-Q3", code="SHARE", **others):
    """One figure of each unit; ``others`` are the optional columns of all of them."""
    return [
        {"unit_code": unit, "period": period, "indicator_code": code, "value": value, **others}
        for unit, value in zip(UNIT_CODES, values, strict=False)
    ]


def test_a_denominator_of_nothing_is_named(desk):
    rows = figures([50, 60], numerator=0, denominator=0)
    assert found(desk, "behaviour_indicators", rows) == {
        ("denominator_zero", 2),
        ("denominator_zero", 3),
    }


def test_a_behaviour_indicator_is_no_leadership_measure(desk):
    row = {"unit_code": "T01", "period": "2026-Q3", "measure_code": "SHARE", "value": 50}
    assert found(desk, "leadership_measures", [row]) == {("wrong_kind", 2)}


def test_one_unit_that_leaps_while_the_others_stand_still_is_named(desk):
    load(desk, "behaviour_indicators", figures([10, 40, 60, 30, 90, 75], period="2026-Q2"))
    still = [11, 41, 59, 30, 91, 74]
    assert "jump" in rules(desk, "behaviour_indicators", figures([60, *still[1:]]))
    assert "jump" not in rules(desk, "behaviour_indicators", figures(still))
    restless = [60, 5, 95, 80, 30, 10]
    assert "jump" not in rules(desk, "behaviour_indicators", figures(restless))


def test_a_code_that_hardly_anybody_answered_is_doubted(desk):
    many = [
        row
        for code in ("B01", "B02")
        for row in answers([1 + place % 5 for place in range(100)], code=code)
    ]
    stray = answers([3], code="SHARE", person="S")
    assert ("stray_code", 202) in found(desk, "survey_responses", [*many, *stray])
    assert "stray_code" not in rules(desk, "survey_responses", many)


def test_a_unit_that_lacks_one_code_or_most_of_its_answers_is_named(desk):
    def wave(period, n_of):
        return [
            row
            for unit in ("T01", "T02", "T03")
            for code in ("B01", "B02")
            for row in answers(
                [1 + place % 5 for place in range(n_of.get((unit, code), 30))],
                period=period,
                code=code,
                unit=unit,
            )
        ]

    def details(rule, rows):
        found(desk, "survey_responses", rows)
        told = desk.execute("SELECT detail_en FROM finding WHERE rule = ?", [rule])
        return [row[0] for row in told.fetchall()]

    load(desk, "survey_responses", wave("2026-Q2", {}))
    assert details("missing_pairs", wave("2026-Q3", {("T02", "B02"): 0})) == ["T02 B02"]
    few = wave("2026-Q3", {("T02", "B01"): 5, ("T02", "B02"): 5})
    assert details("fewer_answers", few) == ["T02: 10 against 60 in 2026-Q2"]
    assert details("fewer_answers", wave("2026-Q3", {("T02", "B01"): 20})) == []
