"""F6: stewards at the same moment come one after the other, or are told who is busy."""

import itertools

import pytest

from model.errors import BusyError
from pipelines.accept import load
from pipelines.warehouse import open_warehouse
from tests.faults.conftest import PAST_QUARTERS, assert_clean, marks, quarter
from tests.pipelines.desk_cases import select

# So near that no order makes the next quarter a jump that asks for a warning.
TWO_VALUES = (40, 43)


def test_stewards_of_different_quarters_are_all_loaded_whole(renewed, delivery, steward, rounds):
    n_stewards = itertools.cycle((4, 2, PAST_QUARTERS))
    for number in range(rounds(1)):
        programme, _ = renewed(number * PAST_QUARTERS)
        quarters = [quarter(place) for place in range(next(n_stewards))]
        working = [
            steward(programme, "load", f"steward{n}", "behaviour", delivery(quarter))
            for n, quarter in enumerate(quarters)
        ]
        told = dict(zip(quarters, [one.end() for one in working], strict=True))
        loaded = [one for one in told.values() if "error" not in one]
        assert {one["outcome"] for one in loaded} == {"accept"}, told
        assert len({one["load_id"] for one in loaded}) == len(loaded)
        for period in (period for period, one in told.items() if "error" in one):
            # On a busy machine the last in the queue waits longer than a steward has to.
            assert told[period]["error"] == "BusyError", told
            assert load(programme, "behaviour", [delivery(period)]).outcome == "accept"
        rows = select(programme, "SELECT period, count(*) FROM behaviour_indicators GROUP BY 1")
        assert set(rows) == {(period, 3) for period in quarters}
        assert_clean(programme)


def test_stewards_of_the_same_quarter_end_as_one_of_the_serial_orders(
    renewed, delivery, steward, rounds
):
    for number in range(rounds(2)):
        programme, period = renewed(number)
        files = [delivery(period, value=value) for value in TWO_VALUES]
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
