"""The register of hypotheses."""

import pytest

from model.errors import RejectedError
from pipelines.hypotheses import amend, current, hypotheses, register
from pipelines.programme import create_programme
from pipelines.warehouse import open_warehouse

WISH = {
    "cause": "TRUST",
    "outcome": "nps",
    "sign": "+",
    "lags": (1, 4),
    "purpose": "Decide whether to go on with the dialogues.",
    "first_period": "K4 2026",
}


@pytest.fixture
def programme(tmp_path):
    made = create_programme(tmp_path / "p")
    with open_warehouse(made) as connection:
        connection.execute(
            "INSERT INTO codebook (code, kind, construct) "
            "VALUES ('B01', 'belief', 'TRUST'), ('nps', 'customer', NULL)"
        )
    return made


def answer(programme, period):
    with open_warehouse(programme) as connection:
        connection.execute(
            "INSERT INTO survey_responses (response_id, unit_code, period, item_code, score) "
            "VALUES ('R1', 'T01', ?, 'B01', 4)",
            [period],
        )


def test_a_hypothesis_is_kept_with_its_time_and_hash(programme):
    made = register(programme, **WISH)
    assert hypotheses(programme) == [made]
    assert (made.name, made.version, made.first_period) == ("H1", 1, "2026-Q4")
    assert not made.afterwards
    assert made.registered_at
    assert len(made.frozen_hash) == 64


def test_earlier_data_do_not_make_it_afterwards_but_data_of_its_window_do(programme):
    answer(programme, "2026-Q3")
    assert not register(programme, **WISH).afterwards
    answer(programme, "2026-Q4")
    assert register(programme, **WISH).afterwards


def test_a_change_before_the_data_counts_and_one_after_them_does_not(programme):
    register(programme, **WISH)
    second = amend(programme, "H1", smallest_effect=0.3)
    assert current(hypotheses(programme)) == [second]
    answer(programme, "2027-Q1")
    third = amend(programme, "H1", sign="-")
    assert (third.version, third.afterwards) == (3, True)
    assert current(hypotheses(programme)) == [second]
    assert len(hypotheses(programme)) == 3


def test_a_hypothesis_changed_outside_the_register_is_noticed(programme):
    register(programme, **WISH)
    with open_warehouse(programme) as connection:
        connection.execute("UPDATE hypotheses SET sign = '-'")
    with pytest.raises(RejectedError, match="outside the register"):
        hypotheses(programme)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("cause", "nps", "cause"),
        ("cause", "", "cause"),
        ("sign", "?", "sign"),
        ("lags", (0, 4), "lags"),
        ("lags", (3, 2), "lags"),
        ("smallest_effect", 1.5, "smallest_effect"),
        ("purpose", "why", "purpose"),
        ("cause", "TRUSST", "TRUST"),
        ("rival", "H9", "H9"),
        ("first_period", "2026", "2026"),
    ],
)
def test_what_cannot_be_registered_is_named(programme, field, value, named):
    with pytest.raises(RejectedError) as caught:
        register(programme, **{**WISH, field: value})
    assert named in caught.value.in_language("en")
    assert hypotheses(programme) == []


def test_rivals_name_each_other(programme):
    register(programme, **WISH)
    opposite = {**WISH, "cause": "nps", "outcome": "TRUST", "rival": "H1"}
    assert register(programme, **opposite).rival == "H1"


def test_an_unknown_hypothesis_cannot_be_changed(programme):
    with pytest.raises(RejectedError):
        amend(programme, "H7", sign="-")
