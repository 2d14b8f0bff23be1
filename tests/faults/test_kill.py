"""F1 and F7: whatever stops a steward, the data are those of before or those of after."""

import signal

import pytest

from pipelines.accept import load
from pipelines.undo import undo
from tests.faults.conftest import assert_clean, marks

LONGEST_LOAD = 1.5
NUMBERS = {"killed": signal.SIGKILL, "terminated": signal.SIGTERM}


@pytest.mark.parametrize("how", NUMBERS)
def test_a_stopped_load_is_whole_or_not_there(how, renewed, delivery, steward, rounds, chance):
    for number in range(rounds(3)):
        programme, period = renewed(number)
        file = delivery(period)
        before = marks(programme)
        pause = chance.uniform(0, LONGEST_LOAD)
        steward(programme, "load", "anna", "behaviour", file).stop_after(pause, NUMBERS[how])
        found = marks(programme)
        report = load(programme, "behaviour", [file])
        after = marks(programme)
        assert report.outcome == ("no_change" if found == after else "accept"), number
        assert found in (before, after), number
        assert after != before, number
        assert_clean(programme)


def test_a_killed_undo_is_whole_or_not_there(programme, delivery, steward, rounds, chance):
    file = delivery("2026-Q1")
    for number in range(rounds(3)):
        without = marks(programme)
        load_id = load(programme, "behaviour", [file]).load_id
        within = marks(programme)
        steward(programme, "undo", load_id).stop_after(chance.uniform(0, 0.3))
        found = marks(programme)
        assert found in (without, within), number
        if found == without:
            # Killed between its commit and its last line in the log: who comes next closes that.
            load_id = load(programme, "behaviour", [file]).load_id
        undo(programme, load_id)
        assert marks(programme) == without, number
        assert_clean(programme)
