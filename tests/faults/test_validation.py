"""F17: a check that breaks down lets nothing through."""

import sys

import pytest

from model.errors import RejectedError
from pipelines import accept, checks
from pipelines.desk import desk
from pipelines.publish import publish
from pipelines.read import current_release_name, open_release
from pipelines.run import build
from tests.faults.conftest import assert_clean, marks
from tests.pipelines.made_tables import make_programme

STEPS = ("read_values", "check_contract", "check_keys", "check_meaning", "compare")


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_in_a_check_loads_nothing(step, programme, delivery, monkeypatch):
    file, before = delivery("2026-Q1"), marks(programme)

    def crash(*_, **__):
        raise RuntimeError(step)

    with monkeypatch.context() as broken:
        broken.setattr(desk, step, crash)
        with pytest.raises(RuntimeError, match=step):
            accept.load(programme, "behaviour", [file])
    assert marks(programme) == before
    assert_clean(programme)
    assert accept.load(programme, "behaviour", [file]).outcome == "accept"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    programme = make_programme(tmp_path_factory.mktemp("built") / "one")
    build(programme)
    return programme


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(1)", "import os; os.kill(os.getpid(), 9)", "pass"],
    ids=["failed", "killed", "silent"],
)
def test_a_crash_of_the_gate_publishes_nothing(program, built, tmp_path, monkeypatch):
    broken = tmp_path / "python"
    broken.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(checks.sys, "executable", str(broken))
    with pytest.raises(RejectedError, match="the checks could not be made"):
        publish(built, "2026-Q3")
    assert current_release_name(built) is None
    assert list(built.releases.iterdir()) == []
    assert list(built.folder.glob(".checks-*")) == []
    with pytest.raises(RejectedError, match="Nothing is published yet"):
        open_release(built.folder)
