"""F1: a build or publication that is killed leaves readers at the release they had."""

import pytest

from pipelines.programme import open_programme
from pipelines.publish import publish
from pipelines.read import open_release
from pipelines.run import build
from tests.pipelines.made_tables import make_programme

LONGEST = 6.0


@pytest.fixture
def published(tmp_path):
    programme = make_programme(tmp_path / "one")
    build(programme)
    publish(programme, "2026-Q3")
    return open_programme(programme.folder)


def test_a_killed_publication_is_whole_or_not_there(published, steward, rounds, chance):
    known = open_release(published.folder).name
    for number in range(rounds(1)):
        steward(published, "publish", "2026-Q3").stop_after(chance.uniform(0, LONGEST))
        release = open_release(published.folder)
        following = f"2026-Q3.{int(known.rpartition('.')[2]) + 1}"
        assert release.name in (known, following), number
        assert release.warning is None
        known = release.name
    told = steward(published, "publish", "2026-Q3").end()
    assert told["release"] == f"2026-Q3.{int(known.rpartition('.')[2]) + 1}"
    assert open_release(published.folder).name == told["release"]
    assert {path.name for path in published.releases.iterdir()} == {
        "CURRENT",
        *(f"2026-Q3.{n + 1}" for n in range(int(told["release"].rpartition(".")[2]))),
    }
    assert list(published.folder.glob(".checks-*")) == []
