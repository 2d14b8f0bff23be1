"""From a built panel to a release that readers switch to at once."""

import hashlib
import json

import polars as pl
import pytest

from model.errors import RejectedError
from pipelines.publish import publish
from pipelines.read import current_release_name, list_releases, open_release
from pipelines.run import build
from pipelines.warehouse import connect_release, open_warehouse
from tests.pipelines.made_tables import add_load, add_period, fill, make_programme

TABLES = {
    "about",
    "checks",
    "coverage",
    "evidence",
    "figures",
    "hypotheses",
    "lag_curve",
    "loads",
    "measures",
    "moderation",
    "origins",
    "periods",
    "quality",
    "quarantine_counts",
    "units",
    "verdicts",
}


def test_a_release_holds_every_table_twice_and_the_hash_of_every_file(published):
    release = open_release(published.folder)
    assert release.name == "2026-Q3.1"
    assert set(release.tables) == TABLES
    on_disk = {
        path.relative_to(release.folder).as_posix()
        for path in release.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert set(release.manifest["files"]) == on_disk
    assert "onderstroom-2026-Q3.1.duckdb" in on_disk
    for name, entry in release.manifest["files"].items():
        content = (release.folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_the_database_holds_what_the_parquet_files_hold(published):
    release = open_release(published.folder)
    database = connect_release(release.folder / "onderstroom-2026-Q3.1.duckdb")
    for name, rows in release.tables.items():
        assert database.table(name).pl().equals(rows), name
    database.close()


def test_no_answer_and_no_respondent_is_in_the_release(published):
    for path in (published.releases / "2026-Q3.1").rglob("*"):
        if path.is_file():
            assert b"T1-2026-Q3-D1" not in path.read_bytes()
    figures = open_release(published.folder).table("figures")
    assert figures.filter(pl.col("state") != "shown")["value"].null_count() == (
        figures.filter(pl.col("state") != "shown").height
    )


def test_the_release_says_who_published_what_and_when(published):
    about = open_release(published.folder).about
    assert about["published_by"] == "Sanne"
    assert about["period"] == "2026-Q3"
    assert about["programme"] == "Voorbeeld"
    assert about["smallest_group"] == "5"


def test_readers_are_pointed_to_the_release(published):
    assert current_release_name(published) == "2026-Q3.1"
    pointer = json.loads((published.releases / "CURRENT").read_text())
    manifest = (published.releases / "2026-Q3.1" / "manifest.json").read_bytes()
    assert pointer["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()


def test_the_pages_about_the_checks_need_no_network(published):
    pages = list((published.releases / "2026-Q3.1" / "checks").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "http://" not in text
        assert "https://" not in text
        assert "<script" not in text


def test_nothing_else_is_left_in_the_folder(published):
    assert sorted(path.name for path in published.releases.iterdir()) == ["2026-Q3.1", "CURRENT"]
    assert not list(published.folder.glob(".checks-*"))


def test_a_second_release_of_a_period_needs_a_reason(programme):
    with pytest.raises(RejectedError, match="already published"):
        publish(programme, "2026-Q3", reason="  ")
    corrected = publish(programme, "2026-Q3", reason="Team 2 leverde na")
    assert corrected.name == "2026-Q3.2"
    assert corrected.manifest["supersedes"] == "2026-Q3.1"
    assert current_release_name(programme) == "2026-Q3.2"
    listed = list_releases(programme)
    assert {entry.name: entry.reason for entry in listed} == {
        "2026-Q3.1": None,
        "2026-Q3.2": "Team 2 leverde na",
    }
    assert [entry.name for entry in listed if entry.is_current] == ["2026-Q3.2"]


def test_a_release_of_an_earlier_period_leaves_readers_at_the_newest(programme):
    with open_warehouse(programme) as connection:
        connection.execute("UPDATE survey_responses SET load_id = 1 WHERE period = '2026-Q2'")
        connection.execute("UPDATE survey_responses SET load_id = 2 WHERE period = '2026-Q3'")
        for load in (1, 2):
            fill(
                connection,
                "load_issues",
                "load_id | table_name | file_hash | offered_at | code | severity | message_nl | "
                "message_en | fix_nl | fix_en | n_rows\n"
                f"{load} | survey_responses | ab | 2026-10-01 | jump | warning | - | - | - | - | 1",
            )
    earlier = publish(programme, "2026-Q2", reason="new form")
    assert earlier.table("periods")["period"].to_list() == ["2026-Q2"]
    assert current_release_name(programme) == "2026-Q3.1"
    # Only the doubts about its own period ask for a reason, and it stands where readers see it.
    assert earlier.manifest["reasons"] == {"warning:jump:1": "new form"}
    assert earlier.manifest["reason"] is None
    doubts = earlier.table("checks").filter(~pl.col("passed"))
    assert doubts["detail_en"].to_list() == ["survey_responses.csv; allowed: new form"]


def test_an_unbuilt_programme_is_not_published(tmp_path):
    with pytest.raises(RejectedError) as refused:
        publish(make_programme(tmp_path / "new"), "2026-Q3")
    assert "onderstroom build" in refused.value.remedy.nl


def test_a_load_after_building_must_be_built_first(programme):
    with open_warehouse(programme) as connection:
        add_load(connection, "survey_responses", rows=1)
    with pytest.raises(RejectedError, match="since the last load"):
        publish(programme, "2026-Q3", reason="nieuw")


def test_a_period_without_data_is_not_published(programme):
    with pytest.raises(RejectedError) as refused:
        publish(programme, "2026-Q4")
    assert "K3 2026" in refused.value.remedy.nl


def test_a_delivery_that_lacks_units_stops_the_release_and_says_which(programme):
    with open_warehouse(programme) as connection:
        add_period(connection, "2026-Q4")
        connection.execute(
            "DELETE FROM survey_responses WHERE unit_code = 'T2' AND period = '2026-Q4'"
        )
    build(programme)
    with pytest.raises(RejectedError) as stopped:
        publish(programme, "2026-Q4")
    assert "D1" in stopped.value.where.nl
    assert "T2" in stopped.value.remedy.nl
    assert current_release_name(programme) == "2026-Q3.1"
    assert sorted(path.name for path in programme.releases.iterdir()) == ["2026-Q3.1", "CURRENT"]
    (programme.folder / "expectations.toml").write_text(
        "".join(
            f'[[allow]]\ncheck = "completeness:{measure}"\nperiod = "2026-Q4"\n'
            'reason = "Team 2 verhuisde"\n'
            for measure in ("D1", "TRUST")
        )
    )
    checks = publish(programme, "2026-Q4", reason="minder antwoorden").table("checks")
    failed = checks.filter(~pl.col("passed"))
    assert failed["detail_nl"].str.contains("Team 2 verhuisde").sum() == 2


def test_what_a_kill_left_behind_is_cleared_and_its_number_used_again(programme):
    (programme.releases / ".2026-Q2.1.making").mkdir()
    unpointed = programme.releases / "2026-Q2.1"
    unpointed.mkdir()
    (unpointed / "manifest.json").write_text("{}")
    assert publish(programme, "2026-Q2").name == "2026-Q2.1"
    assert not (programme.releases / ".2026-Q2.1.making").exists()
