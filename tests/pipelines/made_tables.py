"""Small warehouses from text tables, for tests that start at loaded data."""

from pathlib import Path

import duckdb

from pipelines.programme import Programme
from pipelines.warehouse import create_tables, memory

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
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    columns = ", ".join(lines[0])
    places = ", ".join("?" for _ in lines[0])
    for line in lines[1:]:
        cells = [cell or None for cell in line]
        connection.execute(f"INSERT INTO {name} ({columns}) VALUES ({places})", cells)


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
