"""F3 and F5: a full disk and a folder that may only be read change nothing, and say so."""

import os
import shutil
import subprocess

import pytest

from pipelines.accept import load
from pipelines.programme import open_programme
from tests.faults.conftest import assert_clean, marks
from tests.pipelines.desk_cases import UNITS, answers

FULL = "Disk full, nothing changed."
READ_ONLY = "This programme can only be read here; nothing changed."
KIB = 1024


@pytest.fixture
def long_file(tmp_path):
    """A survey of some thousands of answers, too long for a small disk."""
    units = [line.split(",")[0] for line in UNITS.strip().splitlines()[2:]]
    rows = [
        (f"r{n}", f"p{n}", units[n % len(units)], "2026-Q1", "B01", 1 + n % 5)
        for n in range(15_000)
    ]
    path = tmp_path / "answers.csv"
    path.write_text(answers(*rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def small_disk(programme, tmp_path):
    """Give the programme so much room: on a small disk, or by a limit where that is not allowed."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = []

    def make(room):
        if mounted:
            subprocess.run(["umount", str(place)], check=True)
            mounted.clear()
        used = sum(p.stat().st_size for p in programme.folder.rglob("*") if p.is_file())
        size = f"size={used + 40 * KIB + room}"
        command = ["mount", "-t", "tmpfs", "-o", size, "none", str(place)]
        if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            return programme, {"FILE_LIMIT": str(room)}
        mounted.append(place)
        shutil.copytree(programme.folder, place / "programme")
        return open_programme(place / "programme"), {}

    yield make
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def check_full(programme, told, before):
    """Old or new, and told which; returns whether it was loaded."""
    after = marks(programme)
    assert list(programme.inbox.glob("staging-*")) == []
    if "error" in told:
        assert told["told"].splitlines()[0] == FULL
        assert len(told["told"].splitlines()) == 3
        assert after == before
        return False
    assert told["outcome"] in ("accept", "accept_warn"), told["issues"][:2]
    assert after != before
    return True


def test_a_full_disk_changes_nothing_and_says_so(small_disk, steward, rounds, long_file):
    loaded = []
    for number in range(rounds(4)):
        room = (50, 500, 1500, 20_000)[number] if number < 4 else 100 * number
        programme, limits = small_disk(room * KIB)
        before = marks(programme)
        told = steward(programme, "load", "anna", "responses", long_file, **limits).end()
        loaded.append(check_full(programme, told, before))
    assert set(loaded) == {True, False}


def test_a_file_that_may_not_grow_changes_nothing_and_says_so(programme, steward, long_file):
    before = marks(programme)
    size = programme.warehouse.stat().st_size
    loaded = []
    for limit in (50 * KIB, 300 * KIB, size, size + 500 * KIB):
        told = steward(
            programme, "load", "anna", "responses", long_file, FILE_LIMIT=str(limit)
        ).end()
        loaded.append(check_full(programme, told, before))
        if loaded[-1]:
            break
    assert loaded[0] is False
    assert load(programme, "responses", [long_file]).outcome in (
        "accept_warn",
        "accept",
        "no_change",
    )
    assert_clean(programme)


def test_a_folder_that_may_only_be_read_refuses_before_reading(
    programme, delivery, steward, tmp_path
):
    before = marks(programme)
    file = delivery("2026-Q1")
    # Whoever is nobody must reach the folder: pytest shuts its own for everybody else.
    shut = [folder for folder in tmp_path.parents if not folder.stat().st_mode & 0o077]
    for folder in (tmp_path, *shut, programme.folder):
        folder.chmod(0o755)
    for path in programme.folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    programme.folder.chmod(0o555)
    file.write_bytes(b"\0 nothing that could be parsed")
    nobody = {"AS_NOBODY": "1"} if os.getuid() == 0 else {}
    told = steward(programme, "load", "anna", "behaviour", file, **nobody).end()
    assert told["error"] == "ReadOnlyError"
    assert told["told"].splitlines()[0] == READ_ONLY
    assert len(told["told"].splitlines()) == 3
    assert marks(programme) == before
