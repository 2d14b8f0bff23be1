"""Offered rows against their contract: pandera judges every value, once for all rows with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.backends.polars.builtin_checks  # noqa: F401 - else the first check waits for them
import polars as pl
import polars.selectors as cs
from pandera.errors import SchemaErrors

from model.rules import RULES
from model.text import Text
from pipelines.desk.coded import list_type
from pipelines.desk.findings import ERRORS
from pipelines.stopping import putting_off_a_stop
from pipelines.warehouse import statement

if TYPE_CHECKING:
    import pandera.polars as pa
    from duckdb import DuckDBPyConnection

    from pipelines.desk.delivery import Delivery

_RULE_OF_CHECK = {
    "not_nullable": "missing_value",
    "in_range": "number_out_of_range",
    "greater_than": "number_out_of_range",
    "greater_than_or_equal_to": "number_out_of_range",
    "str_length": "bad_length",
    "isin": "not_a_choice",
    "str_matches": "bad_code",
}
_OF_A_LIST = cs.by_dtype(pl.Categorical, pl.Enum)


def check_contract(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep a finding for every cell of ``offered`` that breaks the contract."""
    schema = delivery.table.schema_of(delivery.present)
    for name in schema.columns:
        of_column = schema.select_columns([name])
        mark = f"{name} IS NULL" if _is_judged(delivery, name) else alike(of_column, name)
        values = connection.sql(_values(name, mark)).to_arrow_table()
        frame = pl.DataFrame(pl.from_arrow(values)).cast({_OF_A_LIST: pl.String})
        failed = _failures(of_column, frame)
        if failed is not None:
            _keep(connection, name, mark, failed)


def _values(name: str, mark: str) -> str:
    """Return the SQL for the marks of a column, each with a value that has it."""
    if mark == f"{name} IS NULL":
        # The first of each settles it, without a look at all the others.
        return (
            f"(SELECT true AS mark, {name} FROM offered_rows WHERE {mark} LIMIT 1) UNION ALL "  # noqa: S608 - names of the contract
            f"(SELECT false, {name} FROM offered_rows WHERE NOT {mark} LIMIT 1)"
        )
    one = name if mark == name else f"any_value({name})"
    return f"SELECT {mark} AS mark, {one} AS {name} FROM offered_rows GROUP BY ALL"  # noqa: S608 - names of the contract


def _is_judged(delivery: Delivery, name: str) -> bool:
    """Return whether all values were judged before: of a list when it was made, ids when read."""
    return delivery.types[name] == list_type(name) or delivery.has_plain_ids(name)


def alike(schema: pa.DataFrameSchema, name: str) -> str:
    """Return the SQL expression whose values tell apart all that the checks of a column tell apart.

    The checks of a respondent or an id look at no more than whether it is there and how long it
    is, so that one of millions stands for all.
    """
    checks = {check.name for check in schema.columns[name].checks}
    if not checks:
        return f"{name} IS NULL"
    return f"length({name})" if checks == {"str_length"} else name


def _failures(schema: pa.DataFrameSchema, values: pl.DataFrame) -> pl.DataFrame | None:
    """Return the marks of values that break the contract, with the rule; None when all is well."""
    try:
        # It takes whatever is raised within a check for a failure of the check.
        with putting_off_a_stop():
            schema.validate(values, lazy=True)
    except SchemaErrors as errors:
        return _with_rules(schema, values, errors.failure_cases)
    return None


def _with_rules(
    schema: pa.DataFrameSchema, values: pl.DataFrame, failures: pl.DataFrame
) -> pl.DataFrame:
    """Return failures as marks with the rule they break and what the contract allows."""
    rows = []
    marks = values["mark"]
    for index, column, check in failures.select("index", "column", "check").iter_rows():
        bounds = _bounds(schema, str(column), str(check))
        rule = _RULE_OF_CHECK[str(check).split("(", maxsplit=1)[0]]
        rows.append((marks[int(index)], rule, bounds.nl, bounds.en))
    texts = ("rule", "detail_nl", "detail_en")
    return pl.DataFrame(
        rows, schema={"mark": marks.dtype, **dict.fromkeys(texts, pl.String)}, orient="row"
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
    if name == "str_length":
        return Text(nl=f"hooguit {high} tekens", en=f"at most {high} characters")
    if name == "isin":
        words = ", ".join(map(str, allowed.get("allowed_values") or ()))  # type: ignore[call-overload]
        return Text(nl=words, en=words)
    return Text(nl="", en="")


def _keep(connection: DuckDBPyConnection, name: str, mark: str, failed: pl.DataFrame) -> None:
    """Add findings; a cell that could not be read is not said to be empty as well."""
    connection.register("broken", failed)
    connection.execute(
        statement("findings/contract", column=name, mark=mark), {"errors": list(ERRORS)}
    )
    connection.unregister("broken")


assert set(_RULE_OF_CHECK.values()) <= set(RULES), "every check has its rule"
