"""Words and numbers in two languages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import (
    Count,
    Text,
    format_date,
    format_number,
    format_share,
    format_signed,
    join_words,
    same,
)


@pytest.mark.parametrize(
    ("value", "digits", "nl", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (-3.25, 2, "−3,25", "−3.25"),
        (12, 0, "12", "12"),
        (1000000, 0, "1.000.000", "1,000,000"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(value, digits, nl, en):
    assert format_number(value, "nl", digits=digits) == nl
    assert format_number(value, "en", digits=digits) == en


def test_a_change_carries_its_sign_and_nothing_carries_none():
    assert format_signed(12.0, "nl", digits=0) == "+12"
    assert format_signed(-12.0, "nl", digits=0) == "−12"
    assert format_signed(0.04, "nl") == "0,0"


def test_a_share_has_its_sign_behind_it():
    assert format_share(12.5, "nl") == "12,5%"
    assert format_share(12.5, "en") == "12.5%"


def test_a_day_is_written_as_the_language_writes_it():
    assert format_date(dt.date(2026, 9, 30), "nl") == "30-09-2026"
    assert format_date(dt.date(2026, 9, 30), "en") == "30 Sep 2026"


def test_a_text_within_a_text_follows_its_language():
    unit = Text(nl="afdeling", en="department")
    sentence = Text(nl="De {u} is nieuw.", en="The {u} is new.").fill(u=unit)
    assert sentence.in_language("nl") == "De afdeling is nieuw."
    assert sentence.in_language("en") == "The department is new."


def test_a_code_is_the_same_in_both_languages():
    assert same("T01") == Text(nl="T01", en="T01")


@pytest.mark.parametrize(
    ("words", "nl"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_words_are_joined_as_people_do(words, nl):
    assert join_words(words, "nl") == nl


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_written_number_reads_back_as_the_rounded_value(value, digits):
    written = format_number(value, "nl", digits=digits)
    read = float(written.replace(".", "").replace(",", ".").replace("−", "-"))
    assert read == pytest.approx(round(value, digits), abs=1e-9)


@pytest.mark.parametrize(
    ("n", "nl", "en"),
    [
        (1, "1 rij krijgt een andere waarde", "1 row gets another value"),
        ("1", "1 rij krijgt een andere waarde", "1 row gets another value"),
        (0, "0 rijen krijgen een andere waarde", "0 rows get another value"),
        (12, "12 rijen krijgen een andere waarde", "12 rows get another value"),
    ],
)
def test_a_sentence_agrees_with_its_number(n, nl, en):
    words = Text(
        nl="{n} {n:rij krijgt|rijen krijgen} een andere waarde",
        en="{n} {n:row gets|rows get} another value",
    )
    assert words.fill(n=n) == Text(nl=nl, en=en)


def test_any_other_format_of_a_value_is_that_of_a_text():
    assert f"{Count('ab'):>4}" == "  ab"
