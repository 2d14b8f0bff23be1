"""F7: a load that the system asks to stop is rolled back and says so, or ends in a moment."""

import json
import signal
import subprocess
import sys
import time

from pipelines.accept import load
from pipelines.undo import undo
from tests.faults.conftest import assert_clean, marks

LONGEST_LOAD = 1.5
STOPPED = 3


def test_a_load_that_the_system_asks_to_stop_says_so_or_ends(programme, delivery, rounds, chance):
    file = delivery("2024-Q1")
    before = marks(programme)
    words = ["load", "behaviour", str(file), "--programme", str(programme.folder), "--json"]
    for _ in range(rounds(2)):
        child = subprocess.Popen(
            [sys.executable, "-m", "onderstroom", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while not list(programme.inbox.glob("staging-*")) and child.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, LONGEST_LOAD))
        child.send_signal(signal.SIGTERM)
        out, errors = child.communicate(timeout=60)
        assert out, (child.returncode, errors)
        told = json.loads(out)
        if child.returncode == STOPPED:
            assert told["error"]["what"]["nl"] == "Niet geladen, probeer het opnieuw."
            assert marks(programme) == before
            load_id = load(programme, "behaviour", [file]).load_id
        else:
            assert (child.returncode, told["outcome"]) == (0, "accept"), errors
            assert marks(programme) != before
            load_id = told["load_id"]
        undo(programme, load_id)
        assert marks(programme) == before
        assert_clean(programme)
