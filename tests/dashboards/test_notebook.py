"""The notebooks run from top to bottom: one shows what the page shows, one teaches."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from dashboards.notebook import OpenedRelease, open_release
from model.errors import RejectedError, UsageError
from tests.dashboards.made_up import made_up_release, write_release

NOTEBOOKS = sorted((Path(__file__).parents[2] / "dashboards/notebooks").glob("*.ipynb"))


@pytest.fixture
def programme(tmp_path, monkeypatch):
    folder = write_release(tmp_path / "programme", made_up_release())
    monkeypatch.setenv("ONDERSTROOM_PROGRAMME", str(folder))
    return folder


def test_there_are_two_notebooks():
    assert [path.stem for path in NOTEBOOKS] == ["quarter_review", "which_came_first"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_output(path):
    cells = nbformat.read(path, as_version=4).cells

    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)


@pytest.mark.slow
def test_the_review_runs_and_shows_the_verdict_of_the_page(programme):
    notebook = _executed("quarter_review")

    shown = "".join(
        output["data"].get("text/html", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output
    )
    assert "Overtuigingen liepen voorop op de klantscore" in shown
    assert "cdn." not in shown


@pytest.mark.slow
def test_the_lesson_shows_the_usual_test_misled_and_the_latent_model_not():
    notebook = _executed("which_came_first")

    usual, latent, lead, planted = (
        _value(notebook, cell) for cell in ("usual", "latent", "lead", "planted")
    )
    assert usual["usual_says_beliefs_first"] > 0.3
    assert latent["latent_says_beliefs_first"] <= 0.1
    assert abs(latent["mean_estimate"]) < 0.03
    assert lead["latent_finds_the_lead"] > 0.8
    assert lead["latent_estimate"] == pytest.approx(lead["planted"], abs=0.04)
    assert lead["usual_estimate"] < lead["latent_estimate"]
    assert planted == [("together", "together"), ("lead", "lead")]


def _executed(name):
    """Return a notebook after running it from top to bottom."""
    path = next(path for path in NOTEBOOKS if path.stem == name)
    notebook = nbformat.read(path, as_version=4)
    root = Path(__file__).parents[2]
    NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(root)}}).execute()
    return notebook


def _value(notebook, cell_id):
    """Return what the last line of a cell came to."""
    cell = next(cell for cell in notebook.cells if cell["id"] == cell_id)
    return ast.literal_eval(cell["outputs"][-1]["data"]["text/plain"])


def test_tables_are_frames(programme):
    release = open_release()

    assert release.name == "2026-Q3.1"
    assert release.table("verdicts").height == 7
    assert release.tables["units"]["unit_code"][0] == "ALL"
    assert release.about["programme"] == "Voorbeeld"


def test_a_view_in_a_notebook_follows_its_choices():
    made = OpenedRelease(made_up_release()).view("units", language="en", unit="T01")

    assert "Klantcontact Zuid" in made.html
    assert any("--ink" in sheet for sheet in made.stylesheets)


@pytest.mark.parametrize(("view", "choice"), [("nowhere", {}), ("units", {"team": "T01"})])
def test_a_view_that_does_not_exist_is_named_with_those_that_do(view, choice):
    with pytest.raises(UsageError, match="There is no") as caught:
        OpenedRelease(made_up_release()).view(view, **choice)

    assert "iceberg, verdict, units, data" in caught.value.in_language("en")


def test_without_a_release_there_are_three_lines(tmp_path):
    with pytest.raises(RejectedError):
        open_release(tmp_path)
