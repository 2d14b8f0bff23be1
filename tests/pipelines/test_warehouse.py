"""The warehouse has every table, is locked down, and lets one writer in at a time."""

import duckdb
import pytest

from model.errors import BusyError
from model.tables import TABLES
from pipelines.desk.pseudonym import pseudonym
from pipelines.programme import create_programme
from pipelines.warehouse import memory, open_warehouse


@pytest.fixture
def programme(tmp_path):
    return create_programme(tmp_path / "programme", name="Test")


def test_every_contract_has_its_table(programme):
    with open_warehouse(programme, read_only=True) as connection:
        tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    assert set(TABLES) <= tables


def test_a_column_that_a_newer_contract_added_appears(programme):
    with open_warehouse(programme) as connection:
        connection.execute("ALTER TABLE units DROP COLUMN head_count")
    with open_warehouse(programme) as connection:
        columns = {row[0] for row in connection.execute("DESCRIBE units").fetchall()}
    assert "head_count" in columns


def test_pseudonyms_that_were_kept_as_text_stay_the_same_people(programme):
    people = [pseudonym(f"P{number}", b"key") for number in range(3)]
    with open_warehouse(programme) as connection:
        for table in ("survey_responses", "replaced.survey_responses"):
            connection.execute(f"ALTER TABLE {table} ALTER respondent_id TYPE VARCHAR")
            for one in people:
                connection.execute(f"INSERT INTO {table} (respondent_id) VALUES (?)", [one.hex])
    with open_warehouse(programme) as connection:
        for table in ("survey_responses", "replaced.survey_responses"):
            rows = connection.execute(f"SELECT respondent_id FROM {table}").fetchall()
            assert [row[0] for row in rows] == people


def test_a_file_outside_the_programme_cannot_be_read(programme, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_warehouse(programme) as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(f"SELECT * FROM '{tmp_path}/secret.csv'")


def test_a_file_in_the_inbox_can_be_read(programme):
    (programme.inbox / "a.csv").write_text("a\n1\n")
    with open_warehouse(programme) as connection:
        rows = connection.execute(f"FROM read_csv('{programme.inbox.resolve()}/a.csv')").fetchall()
    assert rows == [(1,)]


def test_settings_cannot_be_unlocked(programme):
    with open_warehouse(programme) as connection, pytest.raises(duckdb.Error):
        connection.execute("SET enable_external_access = true")


def test_a_second_writer_hears_who_works_since_when(programme):
    with (
        open_warehouse(programme, who="anna"),
        pytest.raises(BusyError) as error,
        open_warehouse(programme, wait_seconds=0),
    ):
        pass
    assert "anna" in error.value.in_language("nl")
    assert "sinds 20" in error.value.in_language("nl")


def test_a_reader_waits_for_the_writer(programme):
    with (
        open_warehouse(programme),
        pytest.raises(BusyError),
        open_warehouse(programme, read_only=True, wait_seconds=0),
    ):
        pass


def test_a_database_in_memory_reads_only_the_folders_it_was_given(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with memory() as closed, pytest.raises(duckdb.PermissionException):
        closed.execute(f"SELECT * FROM '{tmp_path}/a.csv'")
    with memory(tmp_path) as opened:
        assert opened.execute(f"SELECT count(*) FROM '{tmp_path}/a.csv'").fetchone() == (1,)
