"""Nothing of a release is read before its hash is checked."""

import hashlib
import json
import random

import polars as pl
import pytest

from model.errors import RejectedError
from pipelines.programme import Programme
from pipelines.read import (
    DamagedReleaseError,
    current_release_name,
    list_releases,
    open_release,
    published_hashes,
)


def write_release(releases, name):
    """Write a release as publishing does, and point readers to it."""
    folder = releases / name
    folder.mkdir(parents=True)
    frame = pl.DataFrame({"key": ["release"], "value": [name]})
    frame.write_parquet(folder / "about.parquet")
    content = (folder / "about.parquet").read_bytes()
    manifest = {
        "release": name,
        "period": name.rpartition(".")[0],
        "who": "Sanne",
        "when": f"2026-10-0{len(list(releases.iterdir()))}T10:00:00+00:00",
        "reason": None,
        "files": {"about.parquet": {"sha256": hashlib.sha256(content).hexdigest(), "rows": 1}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    known = published_hashes(releases) | {name: digest}
    pointer = {"release": name, "manifest_sha256": digest, "releases": known}
    (releases / "CURRENT").write_text(json.dumps(pointer))


@pytest.fixture
def programme(tmp_path):
    made = Programme(folder=tmp_path, name="Voorbeeld")
    write_release(made.releases, "2026-Q2.1")
    write_release(made.releases, "2026-Q3.1")
    return made


def test_the_current_release_is_opened(programme):
    release = open_release(programme.folder)
    assert (release.name, release.warning) == ("2026-Q3.1", None)
    assert release.about == {"release": "2026-Q3.1"}


def test_a_release_can_be_opened_by_its_own_folder(programme):
    assert open_release(programme.releases / "2026-Q2.1").name == "2026-Q2.1"


def test_the_programme_may_come_from_the_environment(programme, monkeypatch):
    monkeypatch.setenv("ONDERSTROOM_PROGRAMME", str(programme.folder))
    assert open_release().name == "2026-Q3.1"


def test_every_changed_byte_is_found_and_the_release_before_it_stands_in(programme):
    generator = random.Random(1)
    folder = programme.releases / "2026-Q3.1"
    for path in (folder / "about.parquet", folder / "manifest.json"):
        whole = path.read_bytes()
        for _ in range(100):
            place = generator.randrange(len(whole))
            bit = 1 << generator.randrange(8)
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            release = open_release(programme.folder)
            assert release.name == "2026-Q2.1"
            assert "2026-Q3.1" in release.warning.nl
            path.write_bytes(whole[:place])
            assert open_release(programme.folder).name == "2026-Q2.1"
        path.write_bytes(whole)
    assert open_release(programme.folder).name == "2026-Q3.1"


def test_a_missing_file_is_damage(programme):
    (programme.releases / "2026-Q3.1" / "about.parquet").unlink()
    assert open_release(programme.folder).name == "2026-Q2.1"
    with pytest.raises(DamagedReleaseError):
        open_release(programme.releases / "2026-Q3.1")


def test_a_release_in_the_folder_of_another_is_damage(programme):
    current = programme.releases / "2026-Q3.1"
    (current / "manifest.json").write_bytes(
        (programme.releases / "2026-Q2.1" / "manifest.json").read_bytes()
    )
    (programme.releases / "CURRENT").write_text("{")
    assert open_release(programme.folder).name == "2026-Q2.1"


def test_without_a_readable_pointer_the_folders_speak_for_themselves(programme):
    (programme.releases / "CURRENT").write_text("")
    assert open_release(programme.folder).name == "2026-Q3.1"
    assert current_release_name(programme) is None


def test_when_every_release_is_damaged_nothing_is_shown(programme):
    for path in programme.releases.rglob("about.parquet"):
        path.write_bytes(b"")
    with pytest.raises(DamagedReleaseError, match="damaged"):
        open_release(programme.folder)


def test_before_the_first_release_there_is_nothing_to_open(tmp_path):
    empty = Programme(folder=tmp_path, name="Voorbeeld")
    assert current_release_name(empty) is None
    assert list_releases(empty) == []
    with pytest.raises(RejectedError, match="Nothing is published"):
        open_release(tmp_path)


def test_the_tenth_correction_comes_after_the_ninth(programme):
    for number in range(2, 11):
        write_release(programme.releases, f"2026-Q3.{number}")
    (programme.releases / "2026-Q3.10" / "about.parquet").unlink()
    assert open_release(programme.folder).name == "2026-Q3.9"


def test_releases_are_listed_newest_first_without_the_damaged(programme):
    assert [entry.name for entry in list_releases(programme)] == ["2026-Q3.1", "2026-Q2.1"]
    (programme.releases / "2026-Q2.1" / "manifest.json").unlink()
    assert [entry.name for entry in list_releases(programme)] == ["2026-Q3.1"]
