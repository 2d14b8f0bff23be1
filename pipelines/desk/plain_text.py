"""Texts that can be read in one way only: found and turned into values while a file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model import codes, numerals
from model.missing import LONGEST_NO_VALUE, NO_VALUE
from pipelines.desk.zone import local_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from model.table import Kind


def value_of(name: str) -> str:
    """Return the quoted name under which the values of a column stand beside its texts.

    No column of a file is called so: the name of one never ends in a line end.
    """
    return f'"{name}\n"'


def plain_value(name: str, kind: Kind, zone: ZoneInfo) -> str | None:
    """Return the SQL for the value of a text, NULL where it needs a second look.

    None for kinds that are not read so: their texts are few, or are their own values.
    """
    if kind in ("number", "count"):
        # Most answers are one digit, or one and ".0": found twice as fast without an expression.
        digit = f"length({name}) = 1 AND {name} BETWEEN '0' AND '9'"
        whole = f"{name} LIKE '_.0' AND {name} >= '0' AND {name} < ':'"
        plain = f"{digit} OR {whole} OR regexp_full_match({name}, '{numerals.PLAIN}')"
        value = f"TRY_CAST({name} AS DOUBLE) + 0.0"  # so that -0 is 0
    elif kind == "day":
        plain = rf"regexp_full_match({name}, '(199\d|2\d\d\d)-\d\d-\d\d')"
        value = f"TRY_CAST({name} AS DATE)"
    elif kind == "moment":
        return local_day(name, zone)
    else:
        return None
    return f"CASE WHEN {plain} THEN {value} END"


def is_plain_id(name: str) -> str:
    """Return the SQL for a text that is an id: no rounded number, no date, no "null"."""
    return (
        f"regexp_full_match({name}, '{codes.PLAIN_ID}') AND "
        # Most ids begin with a letter and are longer than any "null": one look is enough.
        f"(length({name}) > {LONGEST_NO_VALUE} AND {name} >= 'A' OR "
        f"NOT regexp_matches({name}, '^[0-9]([.,][0-9]+)?[eE][+]?[0-9]+$') AND "
        f"NOT regexp_full_match(lower({name}), '{codes.DATE_FOR_ID.lower()}') AND "
        f"(length({name}) > {LONGEST_NO_VALUE} OR "
        f"NOT regexp_full_match(lower({name}), '{NO_VALUE}')))"
    )
