"""Readers of columns with few different texts: each text is read once, with care."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model import codes
from model.errors import OnderstroomError
from model.period import AmbiguousPeriodError, bounds, parse_period, period_of, period_range
from model.reading import Reading
from model.rules import RULES
from model.text import Text
from pipelines.desk.known import known_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

    from model.table import Table
    from pipelines.programme import Programme

_PERIOD_EXAMPLES = {"quarter": "2026-Q3", "half": "2026-H2", "month": "2026-08", "year": "2026"}
_BEFORE = 1990


def reader(
    connection: DuckDBPyConnection, table: Table, programme: Programme, name: str
) -> Callable[[str], Reading[object]]:
    """Return the reader of a column of codes, periods, choices, flags or words."""
    kind = table.kind(name)
    refers = table.refers(name)
    if kind == "period":
        # What was measured lies behind us; only a reorganisation can be planned.
        ahead = "period_not_begun" if "unit_code" in table.columns else "future_period"
        return lambda text: _period(text, programme, ahead=ahead)
    if kind == "code":
        return known_codes(connection, refers).read if refers else codes.read_new_code
    if kind == "choice":
        return lambda text: codes.read_choice(text, table.choices(name))
    return codes.read_flag if kind == "flag" else codes.read_words


def values_known_before(
    connection: DuckDBPyConnection, table: Table, programme: Programme, name: str
) -> list[str]:
    """Return every value that a column of periods or of known codes can have; else none."""
    if table.kind(name) == "period":
        length = programme.period_length
        last = dt.date(_today(programme).year + 1, 12, 31)
        return period_range(period_of(dt.date(_BEFORE, 1, 1), length), period_of(last, length))
    refers = table.refers(name) if table.kind(name) == "code" else None
    return sorted(known_codes(connection, refers).codes) if refers else []


def _period(text: str, programme: Programme, *, ahead: str) -> Reading[object]:
    """Return the canonical period of a text, when it is one of this programme and our time.

    ``ahead`` is the rule about a period that has yet to begin.
    """
    try:
        period = parse_period(text, programme.period_length)
    except AmbiguousPeriodError as error:
        return Reading(rule="ambiguous_period", detail=error.remedy)
    except OnderstroomError:
        if any(text.strip().startswith(str(year)) for year in range(1000, _BEFORE, 100)):
            return _implausible()
        return Reading(rule="not_a_period", detail=_PERIOD_EXAMPLES[programme.period_length])
    today = _today(programme)
    if not _BEFORE <= int(period[:4]) <= today.year + 1:
        return _implausible()
    if bounds(period)[0] > today + dt.timedelta(days=1):
        is_error = RULES[ahead].severity == "error"
        return Reading(value=None if is_error else period, rule=ahead)
    return Reading(value=period)


def _today(programme: Programme) -> dt.date:
    """Return the day it is in the programme's time zone."""
    return dt.datetime.now(programme.zone).date()


def _implausible() -> Reading[object]:
    """Return the reading of a year that must be a typing error."""
    until = dt.datetime.now(dt.UTC).year + 1
    return Reading(
        rule="implausible_period",
        detail=Text(nl=f"{_BEFORE} tot {until}", en=f"{_BEFORE} to {until}"),
    )
