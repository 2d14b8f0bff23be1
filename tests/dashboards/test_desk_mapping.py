"""The pane that maps a file: questions first, in both languages, the first rows, then saved."""

import asyncio
from types import SimpleNamespace

import pytest

from dashboards.desk_mapping import mapping_pane
from pipelines.mapping import read_mapping
from tests.pipelines.desk_cases import deliver, new_programme
from tests.pipelines.test_propose import CODEBOOK, UNITS, WIDE


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    made = new_programme(tmp_path_factory.mktemp("pane"))
    deliver(made, "units", UNITS)
    deliver(made, "codebook", CODEBOOK)
    return made


@pytest.fixture(scope="module")
def file(programme):
    path = programme.folder.parent / "upload-1"
    path.write_text(WIDE, encoding="utf-8")
    return path


@pytest.fixture
def pane(programme, file):
    """The pane, and what it said was saved."""

    def maker(language="nl", path=file, name="bureau_2026-Q3.csv"):
        saved = []
        made = mapping_pane(
            programme, None, path, language, lambda *kept: saved.append(kept), upload_name=name
        )
        return made, saved

    return maker


def tell(made, act, **fields):
    """Send a form as the browser does."""
    for told in made._msg__callbacks:
        told(SimpleNamespace(data={"act": act, "fields": fields}))


def test_what_is_open_is_asked_before_what_is_guessed_and_nothing_can_be_saved_yet(pane):
    made, _ = pane()
    assert "Nog 2 vragen staan open" in made.html
    assert made.html.index('name="code:Wij') < made.html.index('name="code:Vraag')
    assert "Storing" in made.html
    assert 'name="name"' not in made.html
    assert "jan@" not in made.html


def test_answers_show_the_first_rows_and_a_saved_mapping_is_told(pane, programme):
    made, saved = pane()
    tell(made, "answers", **{"code:Wij leren snel": "", "unit:Storing": "?"})
    assert "Nog één vraag" in made.html
    tell(made, "answers", **{"unit:Storing": "T03"})
    assert "7 rijen" in made.html
    assert "2026-Q3" in made.html
    tell(made, "save", name="Bureau X")
    assert "geen naam" in made.html
    tell(made, "save", name="pane")
    assert saved == [("pane", "survey_responses")]
    assert read_mapping("pane", programme.folder).table == "survey_responses"
    tell(made, "save", name="pane")
    assert "bestaat al" in made.html
    tell(made, "save", name="pane", replace="1")
    assert len(saved) == 2


def test_every_word_is_there_in_english_and_every_list_has_a_label(pane):
    made, _ = pane("en")
    assert "2 questions are open" in made.html
    assert made.html.count("<select") == made.html.count("<label")
    assert "Welke" not in made.html


def test_another_table_asks_anew(pane):
    made, _ = pane()
    tell(made, "table", table="units")
    assert "Hoort bij" in made.html
    assert 'name="code:' not in made.html


def test_a_file_that_is_no_table_is_refused_in_the_pane(pane, tmp_path):
    path = tmp_path / "upload-2"
    path.write_bytes(b"")
    made, _ = pane(path=path, name="leeg.csv")
    assert 'role="alert"' in made.html
    assert "leeg.csv" in made.html
    assert "upload-2" not in made.html


def test_on_a_served_page_the_work_is_done_beside_the_page(pane):
    async def served():
        made, _ = pane()
        before = made.html
        while made.html == before:
            await asyncio.sleep(0.05)
        return before, made.html

    before, after = asyncio.run(asyncio.wait_for(served(), 120))
    assert "wordt bekeken" in before
    assert "Nog 2 vragen" in after
