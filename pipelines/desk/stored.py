"""Values of columns that were stored as numbers, days or moments, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.moments import EARLIEST_YEAR
from pipelines.desk.zone import day_of_clock, day_of_moment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LAST_YEAR = 2999
_SHOWN = {"clock": "%Y-%m-%dT%H:%M:%S", "moment": "%Y-%m-%dT%H:%M:%SZ"}


def stored_value(name: str, stored: str, zone: ZoneInfo) -> str:
    """Return the SQL for the value of a stored cell, NULL where it needs a second look.

    The same cells need one as among texts: infinity, powers of ten, years that cannot be meant,
    a day on which the clock skipped an hour.
    """
    if stored in ("whole", "number"):
        value = f"CAST({name} AS DOUBLE)"
        return (
            f"CASE WHEN abs({value}) < 1e15 AND (abs({value}) >= 1e-4 OR {value} = 0) "
            f"THEN {value} + 0.0 END"
        )
    # A day to spare at both ends, as no zone is further away.
    usual = f"{name} >= DATE '{EARLIEST_YEAR}-01-02' AND {name} < DATE '{_LAST_YEAR}-12-31'"
    day = {"moment": day_of_moment, "clock": day_of_clock}.get(stored)
    return f"CASE WHEN {usual} THEN {day(name, zone) if day else name} END"


def stored_text(name: str, stored: str | None) -> str:
    """Return the SQL for a cell as a text, which it is already unless it was stored otherwise."""
    if stored in _SHOWN:
        return f"strftime({name}, '{_SHOWN[stored]}')"
    return f"CAST({name} AS VARCHAR)" if stored else name


def shown_value(value: str, stored: str | None) -> str:
    """Return the SQL for the text of a value, a whole number without decimals."""
    shown = f"CAST({value} AS BIGINT)" if stored == "whole" else value
    return f"CAST({shown} AS VARCHAR)"
