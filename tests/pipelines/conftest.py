"""A published programme for the tests that look at a release or build on one."""

import shutil

import pytest

from pipelines.hypotheses import register
from pipelines.programme import open_programme
from pipelines.publish import publish
from pipelines.run import build
from tests.once import once
from tests.pipelines.made_tables import make_programme


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A programme with an expectation and one release; nobody changes it."""
    return open_programme(once(tmp_path_factory, "published", _publish) / "one")


@pytest.fixture
def programme(published, tmp_path):
    """A copy of the published programme, to be changed."""
    return open_programme(shutil.copytree(published.folder, tmp_path / "copy"))


def _publish(folder):
    programme = make_programme(folder / "one")
    register(
        programme,
        cause="TRUST",
        outcome="nps",
        sign="+",
        lags=(1, 2),
        purpose="Kiezen waar wij beginnen.",
        first_period="2027-Q1",
    )
    build(programme)
    publish(programme, "Q3 2026", who="Sanne")
