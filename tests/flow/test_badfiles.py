"""Every bad file of the outside set, by the real route: a right outcome, nothing leaked."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.programme import open_programme
from tests.flow.badfile_cases import make_setup, needs_history
from tests.once import once

PROJECT = Path(__file__).resolve().parents[2]
MANIFEST = PROJECT.parent / "shared" / "badfiles" / "manifest.json"
CASES = json.loads(MANIFEST.read_text())["cases"] if MANIFEST.exists() else []

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def badfiles(shared):
    return shared / "badfiles"


@pytest.fixture(scope="session")
def setups(badfiles, tmp_path_factory):
    """The programme of the manifest's setup, without and with a history."""
    closed = json.loads(MANIFEST.read_text())["setup"]["closed_periods"]

    def make(folder):
        for history in (False, True):
            make_setup(folder / str(history), badfiles, closed, history=history)

    return once(tmp_path_factory, "badfiles", make)


@pytest.fixture(scope="module")
def runner(badfiles):
    """A process that runs each case in a process of its own, with everything imported already."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.flow.badfile_cases", str(badfiles)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def test_the_outside_set_is_there(badfiles):
    assert json.loads((badfiles / "manifest.json").read_text())["cases"] == CASES
    assert {case["control"] for case in CASES} == {True, False}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_bad_file_gets_a_right_outcome_and_a_clean_one_is_accepted(
    case, badfiles, setups, runner, tmp_path
):
    programme = open_programme(
        shutil.copytree(setups / str(needs_history(case)), tmp_path / "programme")
    )
    runner.stdin.write(json.dumps([str(programme.folder), case]) + "\n")
    runner.stdin.flush()
    result = json.loads(runner.stdout.readline())
    (tmp_path / "case.json").write_text(json.dumps({"cases": [case]}))
    (tmp_path / "results.json").write_text(json.dumps({case["id"]: result}, ensure_ascii=False))

    printed = subprocess.run(
        [sys.executable, badfiles / "score.py", "case.json", "results.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    controls = "1/1" if case["control"] else "0/0"
    wanted = rf"passed 1/1; controls {controls} \(must be all\)\n"
    assert re.fullmatch(wanted, printed), (printed, result)
