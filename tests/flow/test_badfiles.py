"""Every bad file of the outside set, by the real route: a right outcome, nothing leaked."""

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.flow.badfile_cases import make_setup, needs_history

PROJECT = Path(__file__).resolve().parents[2]
AT_ONCE = 2


@pytest.fixture(scope="module")
def scored(shared, tmp_path_factory):
    """What the scorer prints about all cases; each runs in a process of its own."""
    badfiles = shared / "badfiles"
    manifest = json.loads((badfiles / "manifest.json").read_text())
    folder = tmp_path_factory.mktemp("badfiles")
    closed = manifest["setup"]["closed_periods"]
    setups = {
        history: make_setup(folder / f"setup-{history}", badfiles, closed, history=history)
        for history in (False, True)
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = dict(
            pool.map(
                lambda case: (
                    case["id"],
                    _run(case, badfiles, setups[needs_history(case)], folder),
                ),
                manifest["cases"],
            )
        )
    (folder / "results.json").write_text(json.dumps(results, ensure_ascii=False))
    printed = subprocess.run(
        [sys.executable, badfiles / "score.py", badfiles / "manifest.json", "results.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    print(printed)
    return printed


def _run(case, badfiles, setup, folder):
    """Return the result of one case, in a copy of the programme it needs."""
    programme = folder / case["id"]
    shutil.copytree(setup.folder, programme)
    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.flow.badfile_cases",
            str(badfiles),
            str(programme),
            json.dumps(case),
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{case['id']}: {finished.stderr}"
    return json.loads(finished.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_bad_file_gets_a_right_outcome_and_every_clean_one_is_accepted(scored):
    last = scored.splitlines()[-1]
    assert re.fullmatch(r"passed (\d+)/\1; controls (\d+)/\2 \(must be all\)", last), scored
