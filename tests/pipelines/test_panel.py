"""From loaded tables to one row per unit, period and measure."""

import math

import pytest

from model.errors import RejectedError
from pipelines.evidence import build_evidence
from pipelines.panel import build_panel, is_built
from pipelines.quality import build_quality
from tests.pipelines.made_tables import (
    CUSTOMERS,
    PROGRAMME,
    SURVEY,
    answers,
    customers,
    fill,
    make_warehouse,
)


def panel_of(connection):
    """The panel as a mapping from (unit, period, measure) to its row."""
    build_panel(connection, PROGRAMME)
    rows = connection.table("panel").pl().to_dicts()
    return {(row["unit_code"], row["period"], row["measure"]): row for row in rows}


def measures_of(connection):
    return {row["measure"]: row for row in connection.table("measures").pl().to_dicts()}


def test_the_mean_comes_with_its_spread_and_standard_error():
    scores = [2, 3, 4, 5]
    row = panel_of(
        make_warehouse(survey_responses=SURVEY + answers("T1", "2026-Q3", "D1", scores))
    )["T1", "2026-Q3", "D1"]
    sd = math.sqrt(5 / 3)
    assert (row["value"], row["n"], row["n_people"]) == (3.5, 4, 4)
    assert row["sd"] == pytest.approx(sd)
    assert row["se"] == pytest.approx(sd / 2)
    assert row["error_source"] == "sampling"
    assert row["source"] == "survey_responses"


def test_reversed_items_count_the_other_way_round():
    given = SURVEY + answers("T1", "2026-Q3", "B2", [1, 2, 5])
    row = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q3", "B2"]
    assert row["value"] == pytest.approx((5 + 4 + 1) / 3)


def test_a_construct_is_the_mean_over_people_of_their_own_mean():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "B1", [5, 1, 4]), answers("T1", "2026-Q3", "B2", [1, 5])]
    )
    row = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q3", "TRUST"]
    # The third person skipped B2: her mean is over B1 alone.
    assert row["value"] == pytest.approx((5 + 1 + 4) / 3)
    assert row["n"] == 3


def test_too_few_items_answered_gives_no_construct_score():
    book = """
        code | kind   | scale_min | scale_max | reversed | construct
        B1   | belief | 1 | 5 | false | TRUST
        B2   | belief | 1 | 5 | false | TRUST
        B3   | belief | 1 | 5 | false | TRUST
    """
    given = SURVEY + "\n".join(
        answers("T1", "2026-Q3", item, scores)
        for item, scores in (("B1", [5, 3]), ("B2", [5]), ("B3", [5]))
    )
    row = panel_of(make_warehouse(codebook=book, survey_responses=given))["T1", "2026-Q3", "TRUST"]
    assert (row["value"], row["n"]) == (5, 1)


def test_items_on_different_scales_meet_on_0_to_100():
    book = """
        code | kind   | scale_min | scale_max | reversed | construct
        B1   | belief | 1 | 5  | false | TRUST
        B2   | belief | 0 | 10 | true  | TRUST
    """
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "B1", [3, 3]), answers("T1", "2026-Q3", "B2", [0, 0])]
    )
    connection = make_warehouse(codebook=book, survey_responses=given)
    assert panel_of(connection)["T1", "2026-Q3", "TRUST"]["value"] == pytest.approx(75)
    assert measures_of(connection)["TRUST"]["scale_max"] == 100


def test_nps_is_promoters_less_detractors_with_its_own_standard_error():
    given = CUSTOMERS + customers("T1", "2026-Q3", "nps", [10, 9, 9, 8, 7, 3, 6, 10])
    row = panel_of(make_warehouse(customer_responses=given))["T1", "2026-Q3", "nps"]
    p, d, n = 4 / 8, 2 / 8, 8
    assert row["value"] == pytest.approx(100 * (p - d))
    assert row["se"] == pytest.approx(100 * math.sqrt((p + d - (p - d) ** 2) / n))
    assert row["n_people"] is None


def test_a_share_is_the_part_above_the_middle_of_the_scale():
    given = CUSTOMERS + customers("T1", "2026-Q3", "csat", [1, 3, 4, 5])
    row = panel_of(make_warehouse(customer_responses=given))["T1", "2026-Q3", "csat"]
    assert row["value"] == 50
    assert row["se"] == pytest.approx(100 * math.sqrt(0.25 / 4))


def test_a_rate_is_numerator_over_denominator_and_adds_up_over_units():
    book = """
        code | kind      | scale_min | scale_max | reversed
        FTR  | behaviour | 0         | 100       | false
    """
    given = """
        unit_code | period  | indicator_code | numerator | denominator
        T1        | 2026-Q3 | FTR            | 30        | 40
        T2        | 2026-Q3 | FTR            | 10        | 60
    """
    panel = panel_of(make_warehouse(codebook=book, behaviour_indicators=given))
    assert panel["T1", "2026-Q3", "FTR"]["value"] == pytest.approx(75)
    assert panel["T1", "2026-Q3", "FTR"]["se"] == pytest.approx(100 * math.sqrt(0.75 * 0.25 / 40))
    assert panel["ORG", "2026-Q3", "FTR"]["value"] == pytest.approx(40)
    assert panel["ORG", "2026-Q3", "FTR"]["n"] == 100


def test_the_whole_weighs_every_respondent_the_same_and_counts_the_manager():
    given = SURVEY + "\n".join(
        [
            answers("T1", "2026-Q3", "D1", [5]),
            answers("T2", "2026-Q3", "D1", [1, 1, 1]),
            answers("ORG", "2026-Q3", "D1", [3]),
        ]
    )
    panel = panel_of(make_warehouse(survey_responses=given))
    assert panel["ORG", "2026-Q3", "D1"]["value"] == pytest.approx(11 / 5)
    assert panel["ORG", "2026-Q3", "D1"]["n"] == 5
    assert not panel["ORG", "2026-Q3", "D1"]["is_leaf"]


def test_a_period_without_survey_stays_a_gap():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q1", "D1", [4, 5]), answers("T1", "2026-Q3", "D1", [4, 5])]
    )
    gap = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q2", "D1"]
    assert gap["value"] is None
    assert gap["error_source"] is None


def test_somebody_who_answered_twice_counts_once():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "D1", [5, 1]), "again | T1-1 | T1 | 2026-Q3 | D1 | 3"]
    )
    row = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q3", "D1"]
    assert (row["n"], row["value"]) == (2, 2.5)


def test_somebody_named_in_two_units_counts_in_one_of_them():
    given = SURVEY + "\n".join(
        [
            answers("T1", "2026-Q3", "D1", [5, 1]),
            answers("T1", "2026-Q3", "B1", [5, 1]),
            "other | T1-1 | T2 | 2026-Q3 | B2 | 3",
        ]
    )
    panel = panel_of(make_warehouse(survey_responses=given))
    assert panel["T2", "2026-Q3", "B2"]["value"] is None
    assert panel["T1", "2026-Q3", "TRUST"]["n"] == 2
    assert panel["ORG", "2026-Q3", "TRUST"]["n"] == 2


def test_weights_weigh_and_zero_weighs_nothing():
    given = """
        response_id | respondent_id | unit_code | period  | item_code | score | weight
        1           | a             | T1        | 2026-Q3 | D1        | 5     | 3
        2           | b             | T1        | 2026-Q3 | D1        | 1     | 1
        3           | c             | T1        | 2026-Q3 | D1        | 1     | 0
    """
    row = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q3", "D1"]
    assert (row["value"], row["n"]) == (4, 2)
    # Kish: (3 + 1)² / (9 + 1) answers that count.
    assert row["se"] == pytest.approx(row["sd"] / math.sqrt(1.6))


def test_a_unit_that_nearly_all_answered_has_a_smaller_error():
    units = """
        unit_code | name | parent_code | valid_from | head_count
        T1        | Team |             | 2020-01-01 | 5
    """
    given = SURVEY + answers("T1", "2026-Q3", "D1", [2, 3, 4, 5])
    row = panel_of(make_warehouse(units=units, survey_responses=given))["T1", "2026-Q3", "D1"]
    assert row["se"] == pytest.approx(row["sd"] / 2 * math.sqrt(1 / 4))


def test_more_answers_than_heads_are_not_believed_to_be_everybody():
    units = """
        unit_code | name | parent_code | valid_from | head_count
        T1        | Team |             | 2020-01-01 | 3
    """
    given = SURVEY + answers("T1", "2026-Q3", "D1", [2, 3, 4, 5])
    row = panel_of(make_warehouse(units=units, survey_responses=given))["T1", "2026-Q3", "D1"]
    assert row["se"] == pytest.approx(row["sd"] / 2)


def test_equal_answers_do_not_make_the_error_nothing():
    given = SURVEY + "\n".join(
        [answers("T1", "2026-Q3", "D1", [4, 4]), answers("T2", "2026-Q3", "D1", [1, 3, 5])]
    )
    row = panel_of(make_warehouse(survey_responses=given))["T1", "2026-Q3", "D1"]
    assert row["sd"] == 0
    assert row["se"] == pytest.approx(math.sqrt((2 * 4 + 1 * 0) / 3) / math.sqrt(2))


def test_a_source_without_numbers_of_people_has_no_error():
    given = """
        unit_code | period  | code | value
        T1        | 2026-Q3 | D1   | 4
        T2        | 2026-Q3 | D1   | 3
    """
    panel = panel_of(make_warehouse(survey_scores=given))
    assert panel["T1", "2026-Q3", "D1"]["error_source"] == "none"
    assert panel["T1", "2026-Q3", "D1"]["se"] is None
    assert panel["ORG", "2026-Q3", "D1"]["value"] == 3.5
    assert panel["ORG", "2026-Q3", "D1"]["n"] is None


def test_a_reliability_in_the_codebook_stands_in_for_numbers_of_people():
    book = """
        code | kind   | scale_min | scale_max | reversed | reliability
        D1   | drive  | 1         | 5         | false    | 0.75
    """
    given = """
        unit_code | period  | code | value
        T1        | 2026-Q2 | D1   | 2
        T1        | 2026-Q3 | D1   | 4
        T2        | 2026-Q2 | D1   | 3
        T2        | 2026-Q3 | D1   | 3
    """
    row = panel_of(make_warehouse(codebook=book, survey_scores=given))["T1", "2026-Q3", "D1"]
    # Around unit and period means the scores are ±½: variance 4·¼/3, a quarter of it is error.
    assert row["se"] == pytest.approx(math.sqrt(0.25 / 3))
    assert row["error_source"] == "reliability"


def test_delivered_scores_with_numbers_behave_like_the_answers_behind_them():
    scores = {"T1": [2, 3, 5], "T2": [1, 4]}
    raw = SURVEY + "\n".join(
        answers(unit, "2026-Q3", "D1", given) for unit, given in scores.items()
    )
    delivered = f"""
        unit_code | period  | code | value      | n | sd
        T1        | 2026-Q3 | D1   | {10 / 3!r} | 3 | {math.sqrt(7 / 3)!r}
        T2        | 2026-Q3 | D1   | 2.5        | 2 | {math.sqrt(4.5)!r}
    """
    one = panel_of(make_warehouse(survey_responses=raw))
    other = panel_of(make_warehouse(survey_scores=delivered))
    for unit in ("T1", "T2", "ORG"):
        key = (unit, "2026-Q3", "D1")
        for column in ("value", "n", "sd", "se"):
            assert other[key][column] == pytest.approx(one[key][column]), (unit, column)


def test_a_delivered_score_of_a_whole_already_holds_its_parts():
    given = """
        unit_code | period  | code | value | n  | sd
        ORG       | 2026-Q3 | D1   | 3.2   | 50 | 1
        T1        | 2026-Q3 | D1   | 4     | 10 | 1
    """
    panel = panel_of(make_warehouse(survey_scores=given))
    assert panel["ORG", "2026-Q3", "D1"]["value"] == pytest.approx(3.2)
    assert panel["ORG", "2026-Q3", "D1"]["n"] == 50


def test_nps_delivered_as_counts_equals_nps_from_answers():
    raw = CUSTOMERS + customers("T1", "2026-Q3", "nps", [10, 9, 8, 2])
    counted = """
        unit_code | period  | code | value | promoters | passives | detractors
        T1        | 2026-Q3 | nps  | 25    | 2         | 1        | 1
    """
    key = ("T1", "2026-Q3", "nps")
    one = panel_of(make_warehouse(customer_responses=raw))[key]
    other = panel_of(make_warehouse(customer_scores=counted))[key]
    for column in ("value", "n", "se"):
        assert other[column] == pytest.approx(one[column])


def test_nps_delivered_without_counts_gets_the_widest_error_it_can_have():
    given = """
        unit_code | period  | code | value | n
        T1        | 2026-Q3 | nps  | 20    | 25
    """
    row = panel_of(make_warehouse(customer_scores=given))["T1", "2026-Q3", "nps"]
    assert row["se"] == pytest.approx(100 * math.sqrt((1 - 0.04) / 25))


def test_constructs_of_delivered_items_never_understate_their_error():
    given = """
        unit_code | period  | code | value | n  | sd
        T1        | 2026-Q3 | B1   | 4     | 20 | 1
        T1        | 2026-Q3 | B2   | 2     | 16 | 1
    """
    row = panel_of(make_warehouse(survey_scores=given))["T1", "2026-Q3", "TRUST"]
    assert row["value"] == pytest.approx(4)
    assert row["n"] == 16
    assert row["se"] >= 0.24


def test_sums_are_added_over_units():
    book = """
        code  | kind    | scale_min | scale_max | reversed | statistic
        CALLS | context | 0         | 10000     | false    | sum
    """
    given = """
        unit_code | period  | indicator_code | value
        T1        | 2026-Q3 | CALLS          | 30
        T2        | 2026-Q3 | CALLS          | 12
    """
    panel = panel_of(make_warehouse(codebook=book, behaviour_indicators=given))
    assert panel["ORG", "2026-Q3", "CALLS"]["value"] == 42


def test_answers_hold_where_scores_are_delivered_for_the_same_cell():
    panel = panel_of(
        make_warehouse(
            survey_responses=SURVEY + answers("T1", "2026-Q3", "D1", [4, 4]),
            survey_scores="unit_code | period | code | value | n\nT1 | 2026-Q3 | D1 | 1 | 9",
        )
    )
    assert panel["T1", "2026-Q3", "D1"]["value"] == 4


def test_names_come_from_the_codebook_and_fall_back_to_the_code():
    book = """
        code | kind   | scale_min | scale_max | reversed | construct | name_nl | name_en
        B1   | belief | 1         | 5         | false    | TRUST     | Vragen  |
        D1   | drive  | 1         | 5         | false    |           |         |
    """
    connection = make_warehouse(
        codebook=book, survey_responses=SURVEY + answers("T1", "2026-Q3", "B1", [4])
    )
    build_panel(connection, PROGRAMME)
    names = {name: row["name_en"] for name, row in measures_of(connection).items()}
    assert names == {"B1": "Vragen", "D1": "D1", "TRUST": "TRUST"}


def test_what_counts_the_other_way_round_says_so_in_its_name():
    book = """
        code   | kind      | scale_min | scale_max | reversed | statistic | name_nl | name_en
        ABSENT | behaviour | 0         | 100       | true     | share     | Afwezig | Absent
        CALLS  | behaviour | 0         | 100       | true     | sum       | Gebeld  | Calls
    """
    connection = make_warehouse(
        codebook=book,
        behaviour_indicators="""
            unit_code | period  | indicator_code | value
            T1        | 2026-Q3 | ABSENT         | 40
        """,
    )
    build_panel(connection, PROGRAMME)
    names = {row["name_nl"]: row["name_en"] for row in measures_of(connection).values()}
    # A sum has no other end to be counted from.
    assert names == {"Afwezig (omgekeerd)": "Absent (reversed)", "Gebeld": "Calls"}


def test_a_row_of_the_codebook_may_name_a_construct():
    book = """
        code  | kind   | scale_min | scale_max | reversed | construct | name_nl
        TRUST | belief | 1         | 5         | false    |           | Vertrouwen
        B1    | belief | 1         | 5         | false    | TRUST     | Vragen
    """
    connection = make_warehouse(
        codebook=book, survey_responses=SURVEY + answers("T1", "2026-Q3", "B1", [4])
    )
    build_panel(connection, PROGRAMME)
    row = measures_of(connection)["TRUST"]
    assert (row["name_nl"], row["items"], row["is_construct"]) == ("Vertrouwen", ["B1"], True)


def test_nothing_is_built_from_nothing():
    with pytest.raises(RejectedError, match="no data"):
        build_panel(make_warehouse(), PROGRAMME)


def test_a_load_after_building_makes_the_panel_stale():
    connection = make_warehouse(survey_responses=SURVEY + answers("T1", "2026-Q3", "D1", [4]))
    assert not is_built(connection)
    build_panel(connection, PROGRAMME)
    assert not is_built(connection)
    build_quality(connection, PROGRAMME)
    assert not is_built(connection)
    build_evidence(connection, PROGRAMME)
    assert is_built(connection)
    fill(
        connection,
        "loads",
        """
        load_id | table_name | file_name | file_hash | outcome | rows_in | rows_loaded
            | rows_set_aside | rows_unchanged | loaded_at
        1 | units | units.csv | ab | accept | 3 | 3 | 0 | 0 | 2026-10-01
        """.replace("\n            |", " |"),
    )
    assert not is_built(connection)
