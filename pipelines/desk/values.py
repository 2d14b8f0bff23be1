"""Delivered text to the rows ``offered``: typed, canonical, respondents as pseudonyms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from model import codes, moments, numerals
from model.rules import RULES
from pipelines.desk.findings import by_row
from pipelines.desk.offered import offer
from pipelines.desk.plain_text import is_plain_id, value_of
from pipelines.desk.pseudonym import add_pseudonyms, make_pseudonyms
from pipelines.desk.readers import reader
from pipelines.desk.spelling import Spelled, odd_texts, spell
from pipelines.warehouse import COLUMN_TYPES

if TYPE_CHECKING:
    import datetime as dt

    from duckdb import DuckDBPyConnection

    from model.reading import Reading
    from model.table import Kind
    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme


def read_values(
    connection: DuckDBPyConnection, delivery: Delivery, programme: Programme, key: bytes
) -> None:
    """Make ``offered`` from the view ``delivered``; note what cannot be read."""
    spelled = {
        name: _read_column(connection, delivery, programme, name, key=key)
        for name in delivery.present
    }
    offer(connection, delivery, spelled)
    period = next(iter(delivery.table.of_kind("period")), "NULL")
    periods = f"SELECT DISTINCT {period} AS period FROM offered_rows WHERE {period} IS NOT NULL"  # noqa: S608 - a name of the contract
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE offered_period AS "  # noqa: S608 - a name of the contract
        f"SELECT CAST(period AS VARCHAR) AS period FROM ({periods})"
    )


def _read_column(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    programme: Programme,
    name: str,
    *,
    key: bytes,
) -> Spelled:
    """Return how one column of the delivery is read."""
    kind = delivery.table.kind(name)
    if kind in ("number", "count"):
        return _numbers(connection, delivery, name)
    if kind in ("moment", "day"):
        return _days(connection, programme, name, kind)
    if kind == "person":
        return _people(connection, delivery, key=key, name=name)
    if kind == "id":
        is_plain = delivery.has_plain_ids(name)
        odd = [] if is_plain else odd_texts(connection, name, is_plain_id(name))
        return spell(connection, name, kind, odd=odd, value=name, read=codes.read_id)
    read = reader(connection, delivery.table, programme, name)
    if delivery.types[name] == COLUMN_TYPES[kind]:
        odd = odd_texts(connection, name, "false")
        return spell(connection, name, kind, odd=odd, value=name, read=read)
    value = value_of(name)
    odd = odd_texts(connection, name, f"{value} IS NOT NULL")
    return spell(connection, name, kind, odd=odd, value=value, read=read)


def _numbers(connection: DuckDBPyConnection, delivery: Delivery, name: str) -> Spelled:
    """Return how numbers are read: what can be read in one way only in SQL, the rest with care."""
    value = value_of(name)
    odd = odd_texts(connection, name, f"{value} IS NOT NULL")
    notation = _notation(connection, name) if odd else numerals.Notation()
    is_figure = name in ("score", "value") and any(map(numerals.may_be_a_thousand, odd))
    if is_figure and _has_small_scale(connection, delivery):
        notation = replace(notation, three_decimals=True)
    if notation.comma and notation.point:
        delivery.issues.append(RULES["mixed_decimals"].issue(column=name))
    return spell(
        connection,
        name,
        "number",
        value=value,
        odd=odd,
        read=lambda text: numerals.read_number(text, notation),
    )


def _has_small_scale(connection: DuckDBPyConnection, delivery: Delivery) -> bool:
    """Return whether no code of the delivery can have a value of a thousand or more."""
    code = next((n for n in delivery.present if delivery.table.refers(n) == "code"), None)
    if code is None:
        return False
    [(is_small,)] = connection.execute(
        "SELECT bool_and(coalesce(scale_min > -1000 AND scale_max < 1000, false)) FROM codebook "  # noqa: S608 - a name of the contract
        f"WHERE code IN (SELECT DISTINCT {code} FROM delivered)"
    ).fetchall()
    return is_small is True


def _notation(connection: DuckDBPyConnection, name: str) -> numerals.Notation:
    """Return how the numbers of a column are written; plain ones are told by an example."""
    rows = connection.execute(
        f"SELECT CASE WHEN {value_of(name)} IS NULL THEN {name} "  # noqa: S608 - a name of the contract
        f"WHEN NOT contains({name}, '.') THEN '1' "
        f"WHEN regexp_matches({name}, '[.][0-9]{{4,}}$|^-?0[.][0-9]{{3}}$') THEN '0.1234' "
        f"ELSE '0.5' END AS text, sum(n_alike) "
        f"FROM (SELECT {name}, {value_of(name)}, count(*) AS n_alike FROM delivered "
        f"WHERE {name} IS NOT NULL GROUP BY ALL) GROUP BY ALL"
    ).fetchall()
    return numerals.notation_of((str(text), int(count)) for text, count in rows)


def _days(connection: DuckDBPyConnection, programme: Programme, name: str, kind: Kind) -> Spelled:
    """Return how days and moments are read; a day with slashes is always among the odd texts."""
    value = value_of(name)
    odd = odd_texts(connection, name, f"{value} IS NOT NULL")
    order = moments.order_of(odd)

    def read(text: str) -> Reading[dt.date]:
        if kind == "day":
            return moments.read_day(text, programme.zone, order)
        return moments.read_moment(text, programme.zone, order)

    return spell(connection, name, kind, odd=odd, value=value, read=read)


def _people(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    *,
    key: bytes,
    name: str,
) -> Spelled:
    """Return how respondents are read; makes ``respondent_names``, from texts to pseudonyms."""
    personal: set[str] = set()
    numbers: set[str] = set()

    def read(text: str) -> Reading[str]:
        reading = codes.read_person(text)
        if reading.value is not None:
            numbers.add(reading.value)
            if codes.looks_personal(reading.value) or codes.looks_like_a_name(reading.value):
                personal.add(text)
        return reading

    odd = make_pseudonyms(connection, name, key)
    spelled = spell(connection, name, "person", odd=odd, value=name, read=read)
    add_pseudonyms(connection, numbers, key)
    if personal:
        rows = connection.execute(
            f"SELECT part, list(source_row ORDER BY source_row) FROM delivered "  # noqa: S608
            f"WHERE {name} IN (SELECT unnest(?)) GROUP BY part ORDER BY part",
            [sorted(personal)],
        ).fetchall()
        found = RULES["personal_value"].issue(column=name)
        for part, of_part in rows:
            delivery.issues += by_row(found.at(file=delivery.names[part]), of_part)
    return spelled
