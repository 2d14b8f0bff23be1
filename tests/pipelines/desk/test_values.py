"""One odd value in a delivery: read, doubted or set aside, and said in words that help."""

import datetime as dt

import pytest

from model.codes import KnownCodes, read_id, read_new_code, read_words
from model.numerals import Notation, read_number
from model.personal import names_a_person
from tests.pipelines.desk_cases import (
    answers,
    codes,
    deliver,
    figures,
    ready_programme,
    rows_named,
    select,
)

GOOD = [(f"R{n}", f"P{n // 2}", "T01", "2026-Q3", f"B0{1 + n % 2}", 1 + n % 5) for n in range(60)]


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


def test_what_a_spreadsheet_or_database_says_for_nothing_is_no_id(programme):
    odd = [("#N/B", "P91"), ("NULL", "P92"), ("R93", "#REF!"), ("R94", "nan"), ("=1+1", "P95")]
    rows = [(response, person, "T01", "2026-Q3", "B01", 3) for response, person in odd]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    assert rows_named(report, "no_value") == [62, 63]
    assert rows_named(report, "respondent_placeholder") == [64, 65]
    assert rows_named(report, "bad_code") == [66]
    assert (report.outcome, report.rows_loaded) == ("quarantine", 60)


def test_an_id_that_was_protected_as_text_is_the_id_itself(programme):
    rows = [('"=""R99"""', "P99", "T01", "2026-Q3", "B01", 3)]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    assert rows_named(report, "code_respelled") == [62]
    assert select(programme, "SELECT count(*) FROM survey_responses WHERE response_id = 'R99'") == [
        (1,)
    ]


def test_a_percent_sign_is_doubted_unless_the_code_is_a_percentage(programme):
    rows = [("R99", "P99", "T01", "2026-Q3", "B01", "4%")]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    assert rows_named(report, "percent_sign") == [62]
    shares = "unit_code,period,indicator_code,value\nT01,2026-Q3,IND01,66.6%"
    assert deliver(programme, "behaviour", shares).outcome == "accept"


def test_spaces_in_place_of_an_answer_are_a_skipped_item(programme):
    rows = [
        ("R98", "P98", "T01", "2026-Q3", "B01", " "),
        ("R99", "P98", "T01", "2026-Q3", "B02", ""),
    ]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    assert (report.outcome, report.rows_loaded) == ("accept", 62)


def test_minus_nothing_is_nothing(programme):
    rows = "unit_code,period,indicator_code,value\nT01,2026-Q3,IND01,-0\nT02,2026-Q3,IND01,-0.00"
    deliver(programme, "behaviour", rows)
    assert select(
        programme, "SELECT DISTINCT CAST(value AS VARCHAR) FROM behaviour_indicators"
    ) == [("0.0",)]


def test_a_value_just_off_the_scale_is_shown_with_all_its_decimals(programme):
    rows = [("R99", "P99", "T01", "2026-Q3", "B01", "5.0000001")]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    (issue,) = [issue for issue in report.issues if issue.code == "score_out_of_scale"]
    assert issue.value == "5.0000001"


def test_a_missing_column_is_not_called_empty_as_well(programme):
    text = answers(*GOOD).replace("score", "scоre")  # a Cyrillic o
    report = deliver(programme, "responses", text)
    assert "missing_column" in codes(report)
    assert "no_variation" not in codes(report)
    (unknown,) = [issue for issue in report.issues if issue.code == "unknown_column"]
    assert "another alphabet" in unknown.fix.en
    assert "ander alfabet" in unknown.fix.nl


def test_a_text_beyond_its_length_is_one_finding_with_the_length_allowed(programme):
    units = "unit_code,name,parent_code,valid_from,valid_to\n"
    report = deliver(programme, "units", f"{units}ORG,{'x' * 3000},,2024-01-01,")
    assert codes(report).count("bad_length") == 1
    (issue,) = [issue for issue in report.issues if issue.code == "bad_length"]
    assert "200" in issue.message.nl


def test_a_new_name_is_shown_on_one_line_and_short(programme):
    units = "unit_code,name,parent_code,valid_from,valid_to\nORG,Voorbeeld,,2024-01-01,\n"
    rest = "T02,West,ORG,2024-01-01,\nT03,Noord,ORG,2024-01-01,"
    report = deliver(programme, "units", f'{units}T01,"O\n{"x" * 150}",ORG,2024-01-01,\n{rest}')
    (issue,) = [issue for issue in report.issues if issue.code == "described_anew"]
    assert "\n" not in issue.message.nl
    assert len(issue.message.nl) < 200


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("toelichting", "mail mij op jan@voorbeeld.nl", "personal_column"),
        ("Geboorte-datum", "1980-02-03", "unknown_column"),
        ("geboortedatum", "1980-02-03", "personal_column"),
        ("eMail", "verborgen", "personal_column"),
        ("opmerking", "het was een lange dag met veel gedoe", "free_text_column"),
        ("kleur", "blauw", "unknown_column"),
    ],
)
def test_a_column_about_persons_is_named_with_the_rows_that_are(programme, column, value, code):
    lines = answers(*GOOD).splitlines()
    lines = [f"{line}," for line in lines]
    lines[0] += column
    for place in (4, 9):
        lines[place] += value
    report = deliver(programme, "responses", "\n".join(lines))
    assert code in codes(report)
    assert rows_named(report, code) == ([] if code == "unknown_column" else [5, 10])
    assert value not in str([issue.as_json("nl") for issue in report.issues])


def test_respondents_with_an_address_are_named_by_row_and_not_shown(programme):
    rows = [("R99", "jan@voorbeeld.nl", "T01", "2026-Q3", "B01", 3)]
    report = deliver(programme, "responses", answers(*GOOD, *rows))
    assert rows_named(report, "personal_value") == [62]
    assert "voorbeeld.nl" not in str([issue.as_json("nl") for issue in report.issues])


def test_people_who_answer_three_items_alike_are_counted_when_nearly_all_do(programme):
    def wave(straight):
        return answers(
            *(
                (
                    f"R{n}{item}",
                    f"P{n}",
                    "T01",
                    "2026-Q3",
                    code,
                    1 + (n + item * (n >= straight)) % 5,
                )
                for n in range(20)
                for item, code in enumerate(("B01", "B02", "B03"))
            )
        )

    deliver(programme, "codebook", "code,kind,scale_min,scale_max,reversed\nB03,belief,1,5,0")
    assert "straight_lining" not in codes(deliver(programme, "responses", wave(10), check=True))
    assert "straight_lining" in codes(deliver(programme, "responses", wave(14), check=True))


@pytest.mark.parametrize("text", ["TO1", "to1", "T0l", "T0I", "\u042201", "T\u200b01", "Oost"])
def test_a_code_that_the_eye_takes_for_a_known_one_is_asked_about(text):
    reading = KnownCodes({"T01": "Oost", "T02": "West"}, rule="unknown_unit").read(text)
    assert reading.rule == "unknown_unit"
    assert "T01" in reading.detail.nl
    assert ("alfabet" in reading.detail.nl) == (text in ("\u042201", "T\u200b01"))


@pytest.mark.parametrize("text", ["1\u00a0234", "1\u202f234", "1 234"])
def test_thousands_may_be_set_apart_by_any_space(text):
    reading = read_number(text, Notation())
    assert reading.value == 1234
    assert reading.rule == (None if text == "1 234" else "odd_space")


@pytest.mark.parametrize("text", ["#N/A", "#DEEL/0!", "#NAME?", "#LEEG!", "####"])
def test_an_error_of_a_spreadsheet_is_no_id_no_code_and_no_name(text):
    assert {read(text).rule for read in (read_id, read_new_code, read_words)} == {"no_value"}


@pytest.mark.parametrize("text", ["#12", "NA001", "nullijn", "R-1", "A#N/B"])
def test_an_id_that_only_begins_like_such_a_word_is_an_id(text):
    assert read_id(text).value == text


def test_columns_about_units_do_not_pass_for_columns_about_persons():
    assert not any(map(names_a_person, ("team", "unit name", "naam team", "method", "ipsos")))


@pytest.mark.parametrize(
    "text", ["2026-03-01", "12-03-2024", "1-jan", "3-mrt-24", "2026-03-01 00:00:00"]
)
def test_an_id_that_a_spreadsheet_took_for_a_date_is_named(programme, text):
    rows = answers(*GOOD[:40], (text, "P98", "T01", "2026-Q3", "B01", 3))
    report = deliver(programme, "responses", rows)
    assert rows_named(report, "code_is_date") == [42]
    assert report.rows_loaded == 40


@pytest.mark.parametrize("text", ["2026-000123", "3-1", "12-03", "2026-13-45-1", "19-T01-2026"])
def test_an_id_with_signs_in_it_is_no_date(text):
    assert read_id(text).value == text


def test_a_scale_tells_three_decimals_from_a_thousand(programme):
    rows = answers(*GOOD[:40]).splitlines()
    rows[3] = ",".join([*rows[3].split(",")[:5], "3.000", "2026-08-03"])
    report = deliver(programme, "responses", "\n".join(rows))
    assert (report.rows_loaded, rows_named(report, "ambiguous_number")) == (40, [])
    # Without such a scale it may be twelve hundred people.
    counted = figures(("T01", "2026-Q3", "HEADCOUNT", "1.200"))
    report = deliver(programme, "behaviour", counted, check=True)
    assert rows_named(report, "ambiguous_number") == [2]


def test_rows_are_the_same_beside_a_row_that_needs_a_second_look(tmp_path):
    """No odd row, one that is moved apart, or very many that are all written out."""
    clean = answers(*GOOD[:40], ("R900", *GOOD[0][1:]))  # somebody answers one question again
    odd = "R99 , P99,t01,Q3 2026,B01,4.000,2026-08-03T10:00:00+02:00"
    respelled = clean.replace("2026-Q3", "Q3 2026").replace(",P", ", P").replace(",T0", ",t0")
    loaded = {}
    for name, text in (("clean", clean), ("odd", f"{clean}\n{odd}"), ("respelled", respelled)):
        programme = ready_programme(tmp_path / name)
        report = deliver(programme, "responses", text)
        assert rows_named(report, "double_answer")
        rows = "SELECT * EXCLUDE (load_id, source_row, respondent_id) FROM survey_responses "
        loaded[name] = select(programme, f"{rows} WHERE response_id <> 'R99' ORDER BY response_id")
        people = "SELECT count(DISTINCT respondent_id), count(*) - count(respondent_id)"
        assert select(programme, f"{people} FROM survey_responses WHERE response_id <> 'R99'") == [
            (20, 0)
        ]
    assert loaded["clean"] == loaded["odd"] == loaded["respelled"]
    assert len(loaded["clean"]) >= 39


def test_a_period_to_come_is_named_where_all_others_are_known(programme):
    later = f"{dt.date.today().year + 1}-Q4"
    rows = answers(*GOOD[:40]).splitlines()
    rows[5] = rows[5].replace("2026-Q3", later)
    report = deliver(programme, "responses", "\n".join(rows))
    assert rows_named(report, "period_not_begun") == [6]
    assert report.rows_loaded == 39


def test_a_person_in_two_units_over_two_deliveries_is_one_person(programme):
    assert deliver(programme, "responses", answers(*GOOD)).outcome == "accept"
    moved = [(f"S{n}", "P3", "T02", "2026-Q3", f"B0{1 + n}", 3) for n in range(2)]
    others = [(f"S{n}", f"Q{n}", "T02", "2026-Q3", "B01", 1 + n % 5) for n in range(2, 40)]
    report = deliver(programme, "responses", answers(*moved, *others), name="later.csv")
    assert {"two_units", "double_answer"} <= {issue.code for issue in report.issues}
    assert rows_named(report, "two_units") == [2, 3]
