"""Small warehouses from text tables, for tests that start at loaded data."""

from pathlib import Path

import duckdb

from pipelines.desk.pseudonym import pseudonym
from pipelines.programme import Programme, create_programme
from pipelines.warehouse import create_tables, memory, open_warehouse

PROGRAMME = Programme(folder=Path("nowhere"), name="Voorbeeld")
UNITS = """
    unit_code | name    | parent_code | valid_from
    ORG       | Geheel  |             | 2020-01-01
    T1        | Team 1  | ORG         | 2020-01-01
    T2        | Team 2  | ORG         | 2020-01-01
"""
CODEBOOK = """
    code | kind     | scale_min | scale_max | reversed | construct | statistic
    B1   | belief   | 1         | 5         | false    | TRUST     |
    B2   | belief   | 1         | 5         | true     | TRUST     |
    D1   | drive    | 1         | 5         | false    |           |
    nps  | customer | 0         | 10        | false    |           |
    csat | customer | 1         | 5         | false    |           | share
"""


def make_warehouse(**tables: str) -> duckdb.DuckDBPyConnection:
    """Return a warehouse in memory that holds some text tables; units and codebook if not given."""
    connection = memory()
    create_tables(connection)
    for name, text in ({"units": UNITS, "codebook": CODEBOOK} | tables).items():
        fill(connection, name, text)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    """Add the rows of a text table: a header, then rows, cells parted by bars; empty is NULL."""
    names, *lines = [
        [cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    for line in lines:
        put(connection, name, dict(zip(names, (cell or None for cell in line), strict=True)))


def put(connection: duckdb.DuckDBPyConnection, name: str, row: dict[str, object]) -> None:
    """Add one row to a table; a respondent goes in as a pseudonym."""
    cells = row | {
        column: pseudonym(str(row[column]), b"key")
        for column in row.keys() & {"respondent_id"}
        if row[column] is not None
    }
    places = ", ".join("?" for _ in cells)
    connection.execute(
        f"INSERT INTO {name} ({', '.join(cells)}) VALUES ({places})", [*cells.values()]
    )


def answers(unit: str, period: str, item: str, scores: list[float], *, first: int = 1) -> str:
    """Return rows of survey responses: each score by another respondent of the unit."""
    return "\n".join(
        f"{unit}-{period}-{item}-{number} | {unit}-{number} | {unit} | {period} | {item} | {score}"
        for number, score in enumerate(scores, start=first)
    )


SURVEY = "response_id | respondent_id | unit_code | period | item_code | score\n"
CUSTOMERS = "response_id | unit_code | period | metric | score\n"


def customers(unit: str, period: str, metric: str, scores: list[float]) -> str:
    """Return rows of customer responses."""
    return "\n".join(
        f"{unit}-{period}-{metric}-{number} | {unit} | {period} | {metric} | {score}"
        for number, score in enumerate(scores, start=1)
    )


def make_programme(folder: Path, *, periods: tuple[str, ...] = ("2026-Q2", "2026-Q3")) -> Programme:
    """Return a programme on disk with two teams that answered in each period."""
    programme = create_programme(folder, name="Voorbeeld")
    with open_warehouse(programme) as connection:
        fill(connection, "units", UNITS)
        fill(connection, "codebook", CODEBOOK)
        add_period(connection, *periods)
    return programme


def add_period(connection: duckdb.DuckDBPyConnection, *periods: str) -> None:
    """Load answers of both teams and their customers for some periods, as one delivery each."""
    for period in periods:
        survey, customer = SURVEY, CUSTOMERS
        for unit, size in (("T1", 12), ("T2", 25)):
            for step, item in enumerate(("B1", "B2", "D1"), start=1):
                scores = [1 + (k * step) % 5 for k in range(size)]
                survey += answers(unit, period, item, scores) + "\n"
            customer += customers(unit, period, "nps", [k % 11 for k in range(2 * size)]) + "\n"
        fill(connection, "survey_responses", survey)
        fill(connection, "customer_responses", customer)
        add_load(connection, "survey_responses", rows=111)


def add_load(connection: duckdb.DuckDBPyConnection, table: str, *, rows: int) -> None:
    """Record a delivery."""
    number = connection.table("loads").aggregate("count(*)").fetchall()[0][0] + 1
    fill(
        connection,
        "loads",
        "load_id | table_name | file_name | file_hash | outcome | rows_in | rows_loaded | "
        "rows_set_aside | rows_unchanged | loaded_at\n"
        f"{number} | {table} | {table}.csv | ab | accept | {rows} | {rows} | 0 | 0 | 2026-10-01",
    )
