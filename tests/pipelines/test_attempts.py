"""A second delivery says what was solved, what is left and what is new."""

import pytest

from tests.pipelines.desk_cases import deliver, figures, fingerprint, ready_programme, select

UNIT_CODES = ("T01", "T02", "T03")


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


def values(*wrong, period="2026-Q1"):
    """Three figures; a value beyond the scale where one is named."""
    bad = dict(wrong)
    return figures(*((unit, period, "IND01", bad.get(unit, 50)) for unit in UNIT_CODES))


def test_a_first_delivery_is_compared_with_nothing(programme):
    assert deliver(programme, "behaviour", values()).compared is None


def test_the_findings_of_a_refused_delivery_are_remembered(programme):
    before = fingerprint(programme)
    first = deliver(programme, "behaviour", values(("T01", 900), ("T02", 900)))
    assert first.outcome == "reject"
    assert fingerprint(programme) == before
    second = deliver(programme, "behaviour", values(("T02", 900), ("T03", 900)), name="again.csv")
    assert second.compared == {"solved": 1, "left": 1, "new": 1}
    third = deliver(programme, "behaviour", values(), name="at_last.csv")
    assert third.outcome == "accept"
    assert third.compared == {"solved": 2, "left": 0, "new": 0}
    assert third.as_json("nl")["compared"] == third.compared


def test_a_row_is_known_by_its_key_when_others_have_moved(programme):
    deliver(programme, "behaviour", values(("T01", 900), ("T03", 900)))
    moved = figures(("T03", "2026-Q1", "IND01", 900), ("T02", "2026-Q1", "IND01", 50))
    assert deliver(programme, "behaviour", moved).compared == {"solved": 1, "left": 1, "new": 0}


def test_a_row_is_known_by_its_place_when_its_key_was_mended_in_vain(programme):
    deliver(programme, "behaviour", values().replace("T02", "T98"))
    again = deliver(programme, "behaviour", values().replace("T02", "T99"))
    assert again.compared == {"solved": 0, "left": 1, "new": 0}


def test_another_period_is_another_delivery(programme):
    deliver(programme, "behaviour", values(("T01", 900)))
    other = deliver(programme, "behaviour", values(("T01", 900), period="2026-Q2"))
    assert other.compared is None
    assert deliver(programme, "behaviour", values()).compared == {"solved": 1, "left": 0, "new": 0}


def test_only_looking_remembers_nothing(programme):
    deliver(programme, "behaviour", values(("T01", 900)))
    for _ in range(2):
        looked = deliver(programme, "behaviour", values(), check=True)
        assert looked.compared == {"solved": 1, "left": 0, "new": 0}


def test_five_hundred_findings_are_followed_one_by_one(programme):
    def wave(bad):
        rows = [("T01", "2026-Q1", "IND01", 900 + number) for number in range(bad)]
        return figures(*rows, ("T02", "2026-Q1", "IND01", "x"))

    deliver(programme, "behaviour", wave(499))
    n_found = select(programme, "SELECT count(*) FROM attempt_findings")[0][0]
    compared = deliver(programme, "behaviour", wave(1)).compared
    assert compared == {"solved": n_found - 2, "left": 2, "new": 0}


def test_only_the_latest_attempt_is_kept(programme):
    for bad in (("T01", 900), ("T02", 900), ("T03", 900)):
        deliver(programme, "behaviour", values(bad))
    kept = "SELECT count(*) FROM attempts WHERE table_name = 'behaviour_indicators'"
    assert select(programme, kept) == [(1,)]


def test_what_is_remembered_names_nobody(programme):
    header = "response_id,respondent_id,unit_code,period,item_code,score,submitted_at"
    row = "R1,PIETERSEN,T01,2026-Q1,B01,9,2026-02-03"
    deliver(programme, "responses", f"{header}\n{row}")
    assert b"PIETERSEN" not in programme.warehouse.read_bytes()


def test_a_check_keeps_its_findings_when_it_is_asked_to(programme):
    before = fingerprint(programme)
    deliver(programme, "behaviour", values(("T01", 900)), check=True, keep=True)
    again = deliver(programme, "behaviour", values(), name="again.csv", check=True)
    assert again.compared == {"solved": 1, "left": 0, "new": 0}
    assert fingerprint(programme) == before
