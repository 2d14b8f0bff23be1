"""Programmes to harm, stewards in processes of their own, and what must hold afterwards."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.desk.audit import first_broken_line
from pipelines.fingerprint import fingerprint
from pipelines.programme import open_programme
from tests.pipelines.desk_cases import figures, ready_programme

STEWARD = Path(__file__).with_name("steward.py")
UNITS = ("T01", "T02", "T03")
SEED = 20261122
PAST_QUARTERS = 8  # from the first day of the units; those to come give a warning


@pytest.fixture(scope="session")
def rounds():
    """How often a fault is made: a few times here, in full counts by ``make faults``."""
    wanted = os.environ.get("FAULT_ROUNDS")
    return lambda usual: int(wanted) if wanted else usual


@pytest.fixture
def chance():
    """The same random numbers at every run."""
    return random.Random(SEED)


@pytest.fixture(scope="session")
def _original(tmp_path_factory):
    return ready_programme(tmp_path_factory.mktemp("original")).folder


@pytest.fixture
def programme(_original, tmp_path):
    """A programme with units and a codebook."""
    shutil.copytree(_original, tmp_path / "programme")
    return open_programme(tmp_path / "programme")


@pytest.fixture
def renewed(_original, tmp_path):
    """Give the programme of a round and the quarter to deliver: anew when the past is used up."""

    def give(number):
        turn, place = divmod(number, PAST_QUARTERS)
        folder = tmp_path / f"programme-{turn}"
        if not folder.exists():
            shutil.copytree(_original, folder)
        return open_programme(folder), quarter(place)

    return give


def quarter(place):
    """Return a quarter that has begun and in which every unit stands."""
    return f"{2024 + place // 4}-Q{place % 4 + 1}"


@pytest.fixture
def delivery(tmp_path):
    """Write the behaviour figures of one quarter as a file."""

    def write(period, *, copies=1, value=40):
        rows = [(u, period, "IND01", value + k) for k, u in enumerate(UNITS)]
        path = tmp_path / f"{period}-{value}-{copies}.csv"
        path.write_text(figures(*rows) + "\n", encoding="utf-8")
        return path

    return write


class Steward:
    """A steward at work."""

    def __init__(self, programme, action, *arguments, **environment):
        self.child = subprocess.Popen(
            [sys.executable, str(STEWARD), str(programme.folder), action, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"} | environment,
        )

    def ready(self):
        """Wait until the work begins."""
        assert self.child.stdout.readline() == "ready\n", self.child.stderr.read()
        return self

    def stop_after(self, seconds, number=signal.SIGKILL):
        """Send a signal in mid-work; return whether it came before the end."""
        self.ready()
        time.sleep(seconds)
        was_busy = self.child.poll() is None
        self.child.send_signal(number)
        self.child.communicate(timeout=60)
        return was_busy

    def end(self):
        """Wait for the end; return what the steward was told."""
        out, errors = self.child.communicate(timeout=120)
        lines = out.splitlines()
        assert lines, errors
        assert "Traceback" not in errors, errors
        return json.loads(lines[-1])


@pytest.fixture
def steward():
    """Start stewards; those still running at the end are stopped by their own id."""
    started = []

    def start(*arguments, **environment):
        started.append(Steward(*arguments, **environment))
        return started[-1]

    yield start
    for one in started:
        if one.child.poll() is None:
            one.child.kill()
        one.child.communicate()


def marks(programme):
    """The fingerprint as something that can be a member of a set."""
    return json.dumps(fingerprint(programme), sort_keys=True)


def assert_clean(programme):
    """No work under way is left, and the log is unbroken with an end to every begin."""
    assert list(programme.inbox.glob("staging-*")) == []
    assert list(programme.folder.glob(".checks-*")) == []
    assert list(programme.releases.glob(".*.making")) == []
    assert not (programme.folder / "spill").exists() or not any(
        (programme.folder / "spill").iterdir()
    )
    assert first_broken_line(programme) is None
    lines = (programme.folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    states = [json.loads(line)["state"] for line in lines]
    assert states[::2] == ["begun"] * (len(states) // 2)
    assert "begun" not in states[1::2]
