"""F6: stewards at the same moment come one after the other, or are told who is busy."""

import itertools
import time

import pytest

from model.errors import BusyError
from pipelines.accept import load
from pipelines.warehouse import open_warehouse
from tests.faults.conftest import assert_clean, marks
from tests.pipelines.desk_cases import select

LONGEST_WAIT = 30
OUTCOMES = ("accept", "confirm", "no_change")


def test_stewards_of_different_quarters_are_all_loaded_whole(programme, delivery, steward, rounds):
    n_stewards = itertools.cycle((4, 2, 8))
    for number in range(rounds(1)):
        year = 2026 + 3 * number
        quarters = [f"{year + n // 4}-Q{n % 4 + 1}" for n in range(next(n_stewards))]
        started = time.monotonic()
        working = [
            steward(programme, "load", f"steward{n}", "behaviour", delivery(quarter))
            for n, quarter in enumerate(quarters)
        ]
        told = [one.end() for one in working]
        assert time.monotonic() - started < LONGEST_WAIT + 30
        assert {one["outcome"] for one in told} == {"accept"}
        assert len({one["load_id"] for one in told}) == len(told)
        rows = select(programme, "SELECT period, count(*) FROM behaviour_indicators GROUP BY 1")
        assert set(rows) >= {(quarter, 3) for quarter in quarters}
        assert_clean(programme)


def test_stewards_of_the_same_quarter_end_as_one_of_the_serial_orders(
    programme, delivery, steward, rounds
):
    for number in range(rounds(2)):
        quarter = f"{2026 + number // 4}-Q{number % 4 + 1}"
        files = [delivery(quarter, value=value) for value in (30, 50)]
        told = [
            one.end()
            for one in [steward(programme, "load", "s", "behaviour", file) for file in files]
        ]
        outcomes = [one["outcome"] for one in told]
        assert sorted(outcomes) == ["accept", "confirm"], told
        first = files[outcomes.index("accept")]
        found = marks(programme)
        assert load(programme, "behaviour", [first]).outcome == "no_change"
        assert marks(programme) == found
        assert_clean(programme)


def test_who_comes_second_is_told_who_works_since_when(programme):
    with (
        open_warehouse(programme, who="anna"),
        pytest.raises(BusyError, match=r"anna has been working .* since \d{4}-\d\d-\d\dT"),
        open_warehouse(programme, who="bert", wait_seconds=0.1),
    ):
        pass
