"""Offered rows against their contract: every row that breaks it, found by pandera in chunks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from pandera.errors import SchemaErrors

from model.rules import RULES
from model.text import Text
from pipelines.desk.findings import ERRORS

if TYPE_CHECKING:
    import pandera.polars as pa
    from duckdb import DuckDBPyConnection

    from pipelines.desk.delivery import Delivery

CHUNK = 1_000_000
_RULE_OF_CHECK = {
    "not_nullable": "missing_value",
    "in_range": "number_out_of_range",
    "greater_than": "number_out_of_range",
    "greater_than_or_equal_to": "number_out_of_range",
    "str_length": "bad_length",
    "isin": "not_a_choice",
    "str_matches": "bad_code",
}


def check_contract(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep a finding for every cell of ``offered`` that breaks the contract."""
    schema = delivery.table.schema_of(delivery.present)
    columns = ", ".join(schema.columns)
    reader = connection.sql(
        f"SELECT part, source_row, {columns} FROM offered"  # noqa: S608 - names of the contract
    ).to_arrow_reader(CHUNK)
    failures = [
        failed
        for batch in reader
        if (failed := _failures(schema, pl.DataFrame(pl.from_arrow(batch)))) is not None
    ]
    if failures:
        _keep(connection, pl.concat(failures))


def _failures(schema: pa.DataFrameSchema, chunk: pl.DataFrame) -> pl.DataFrame | None:
    """Return the findings of one chunk, or None when all is well."""
    try:
        schema.validate(chunk, lazy=True)
    except SchemaErrors as errors:
        return _as_findings(schema, chunk, errors.failure_cases)
    return None


def _as_findings(
    schema: pa.DataFrameSchema, chunk: pl.DataFrame, failures: pl.DataFrame
) -> pl.DataFrame:
    """Return failures as rows of the table of findings."""
    rules, details = {}, {}
    for column, check in failures.select("column", "check").unique().iter_rows():
        rule = _RULE_OF_CHECK[str(check).split("(", maxsplit=1)[0]]
        rules[f"{column} {check}"] = rule
        details[f"{column} {check}"] = _bounds(schema, str(column), str(check))
    which = pl.col("column") + " " + pl.col("check")
    places = chunk.select("part", "source_row").with_row_index("index")
    return (
        failures.with_columns(pl.col("index").cast(pl.UInt32))
        .join(places, on="index")
        .select(
            "part",
            "source_row",
            column_name="column",
            rule=which.replace_strict(rules, return_dtype=pl.String),
            value="failure_case",
            detail_nl=which.replace_strict(
                {key: words.nl for key, words in details.items()}, return_dtype=pl.String
            ),
            detail_en=which.replace_strict(
                {key: words.en for key, words in details.items()}, return_dtype=pl.String
            ),
        )
    )


def _bounds(schema: pa.DataFrameSchema, column: str, check: str) -> Text:
    """Return what the contract allows, in words."""
    for rule in schema.columns[column].checks:
        if rule.error == check or str(rule.error) == check:
            return _in_words(rule.name or "", dict(rule.statistics or {}))
    return Text(nl="", en="")


def _in_words(name: str, allowed: dict[str, object]) -> Text:
    """Return bounds or choices as a reader says them."""
    low, high = allowed.get("min_value"), allowed.get("max_value")
    if name == "greater_than":
        return Text(nl=f"meer dan {low}", en=f"more than {low}")
    if name == "greater_than_or_equal_to":
        return Text(nl=f"{low} of meer", en=f"{low} or more")
    if name == "in_range":
        return Text(nl=f"{low} tot en met {high}", en=f"{low} to {high}")
    if name == "isin":
        words = ", ".join(map(str, allowed.get("allowed_values") or ()))  # type: ignore[call-overload]
        return Text(nl=words, en=words)
    return Text(nl="", en="")


def _keep(connection: DuckDBPyConnection, findings: pl.DataFrame) -> None:
    """Add findings; a cell that could not be read is not said to be empty as well."""
    connection.register("contract_findings", findings)
    connection.execute(
        "INSERT INTO finding BY NAME SELECT * FROM contract_findings AS new WHERE rule <> "
        "'missing_value' OR NOT EXISTS (SELECT 1 FROM finding AS old WHERE old.part = new.part "
        "AND old.source_row = new.source_row AND old.column_name = new.column_name "
        "AND list_contains(?, old.rule))",
        [list(ERRORS)],
    )
    connection.unregister("contract_findings")


assert set(_RULE_OF_CHECK.values()) <= set(RULES), "every check has its rule"
