"""The register of hypotheses: written down before the data, locked once the data are in."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from model.errors import RejectedError
from model.hypothesis import Hypothesis
from model.period import shift
from model.text import Text
from pipelines.panel import is_built
from pipelines.warehouse import open_warehouse, statement, user_name

if TYPE_CHECKING:
    import duckdb

    from pipelines.programme import Programme

COLUMNS = tuple(field.name for field in fields(Hypothesis))


def register(
    programme: Programme,
    *,
    cause: str,
    outcome: str,
    sign: str,
    lags: tuple[int, int],
    purpose: str,
    first_period: str,
    smallest_effect: float | None = None,
    rival: str = "",
) -> Hypothesis:
    """Write a new hypothesis into the register, with the time and its hash.

    Parameters
    ----------
    lags : tuple of int
        First and last lag of the window, in periods.
    first_period : str
        Data from this period on decide. When some are loaded already, the hypothesis is marked
        as made afterwards.
    rival : str
        Name of the hypothesis that claims the opposite order.

    Raises
    ------
    RejectedError
        When a field cannot be, or the codebook does not know a code.
    """
    with open_warehouse(programme) as connection:
        known = versions(connection)
        wished = Hypothesis(
            name=f"H{len({one.name for one in known}) + 1}",
            version=1,
            cause=cause,
            outcome=outcome,
            sign=sign,  # type: ignore[arg-type] # checked() refuses any other text
            first_lag=lags[0],
            last_lag=lags[1],
            smallest_effect=(
                programme.smallest_effect if smallest_effect is None else smallest_effect
            ),
            purpose=purpose.strip(),
            first_period=first_period,
            registered_at="",
            registered_by=user_name(),
            rival=rival,
        )
        return _write(connection, wished.checked(programme.period_length), known)


def amend(programme: Programme, name: str, **changes: Any) -> Hypothesis:
    """Write a new version of a hypothesis; the earlier ones stay as they were.

    Raises
    ------
    RejectedError
        When there is no such hypothesis, or a changed field cannot be.
    """
    with open_warehouse(programme) as connection:
        known = versions(connection)
        earlier = [one for one in known if one.name == name]
        if not earlier:
            raise _unknown(name, [one.name for one in known], Text(nl="hypothese", en="hypothesis"))
        latest = max(earlier, key=lambda one: one.version)
        wished = replace(latest, **changes, version=latest.version + 1, registered_by=user_name())
        return _write(connection, wished.checked(programme.period_length), known)


def hypotheses(programme: Programme) -> list[Hypothesis]:
    """Return every version in the register, oldest first; refuse one that was tampered with.

    Raises
    ------
    RejectedError
        When a stored hypothesis no longer matches its hash.
    """
    with open_warehouse(programme, read_only=True) as connection:
        return versions(connection)


def register_now(programme: Programme) -> dict[str, Any]:
    """Return the register with what a page needs to add to it, as plain values.

    Returns
    -------
    dict
        ``versions`` (oldest first, each with ``frozen_hash``, ``counts``: it is the version that
        is tested, and ``locked``: data of its window are loaded), ``measures`` (code, kind and
        names, constructs first), ``next_period`` (the first without any data), ``answers`` (name
        to verdict, strength and answer, as far as the evidence was built).
    """
    with open_warehouse(programme, read_only=True) as connection:
        known = versions(connection)
        counting = current(known)
        locked = {
            one.name: _is_tested_by(connection, one) for one in counting if not one.afterwards
        }
        measures = connection.sql(statement("register_measures")).pl().to_dicts()
        last = connection.execute(statement("last_delivered")).fetchone()
        answers = _answers(connection)
    return {
        "versions": [
            asdict(one)
            | {
                "frozen_hash": one.frozen_hash,
                "counts": one in counting,
                "locked": locked.get(one.name, True),
            }
            for one in known
        ],
        "measures": measures,
        "next_period": shift(last[0], 1) if last and last[0] else "",
        "answers": answers,
    }


def _answers(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return what the built evidence says of each hypothesis."""
    # Evidence that was built by an earlier version does not say which hypothesis it judged.
    if not is_built(connection) or "hypothesis" not in connection.table("verdicts").columns:
        return {}
    rows = connection.execute(
        "SELECT hypothesis, verdict, strength, answer FROM verdicts WHERE hypothesis <> ''"
    ).fetchall()
    return {
        name: {"verdict": verdict, "strength": strength, "answer": said}
        for name, verdict, strength, said in rows
    }


def current(known: list[Hypothesis]) -> list[Hypothesis]:
    """Return the version of each hypothesis that counts.

    A version made before its data counts over any made afterwards, however late.
    """
    best: dict[str, Hypothesis] = {}
    for one in known:
        held = best.get(one.name)
        if held is None or one.afterwards <= held.afterwards:
            best[one.name] = one
    return list(best.values())


def _write(
    connection: duckdb.DuckDBPyConnection, wished: Hypothesis, known: list[Hypothesis]
) -> Hypothesis:
    """Stamp a hypothesis with the time and whether its data are in, and store it."""
    codes = connection.execute(
        "SELECT code FROM codebook UNION SELECT construct FROM codebook"
    ).fetchall()
    for code in (wished.cause, wished.outcome):
        if (code,) not in codes:
            raise _unknown(code, [one for (one,) in codes if one], Text(nl="code", en="code"))
    if wished.rival and wished.rival not in {one.name for one in known}:
        raise _unknown(
            wished.rival, [one.name for one in known], Text(nl="hypothese", en="hypothesis")
        )
    stamped = replace(
        wished,
        registered_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        afterwards=_is_tested_by(connection, wished),
    )
    values = {**asdict(stamped), "frozen_hash": stamped.frozen_hash}
    marks = ", ".join(f"${name}" for name in values)
    connection.execute(f"INSERT INTO hypotheses VALUES ({marks})", values)  # noqa: S608 - own names
    return stamped


def versions(connection: duckdb.DuckDBPyConnection) -> list[Hypothesis]:
    """Return what the register holds, each entry checked against its hash."""
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)}, frozen_hash FROM hypotheses "  # noqa: S608 - own names
        "ORDER BY registered_at, name, version"
    ).fetchall()
    found = []
    for *values, frozen_hash in rows:
        one = Hypothesis(**dict(zip(COLUMNS, values, strict=True)))
        if one.frozen_hash != frozen_hash:
            raise RejectedError(
                Text(
                    nl="Een vastgelegde hypothese is buiten het register om gewijzigd.",
                    en="A registered hypothesis was changed outside the register.",
                ),
                where=f"{one.name}, v{one.version}",
                remedy=Text(nl="zet een reservekopie terug", en="restore a backup"),
            )
        found.append(one)
    return found


def _is_tested_by(connection: duckdb.DuckDBPyConnection, one: Hypothesis) -> bool:
    """Return whether data of the window of a hypothesis are loaded."""
    return any(
        _is_delivered(connection, code, one.first_period) for code in (one.cause, one.outcome)
    )


def _is_delivered(connection: duckdb.DuckDBPyConnection, code: str, first_period: str) -> bool:
    """Return whether data that should decide are loaded already."""
    found = connection.execute(
        statement("delivered_since"), {"code": code, "first_period": first_period}
    ).fetchall()
    return bool(found[0][0])


def _unknown(name: str, known: list[str], what: Text) -> RejectedError:
    """Return the error for a name that is not there, with the nearest one that is."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) or known[:5]
    return RejectedError(
        Text(nl='Er is geen {w} "{n}".', en='There is no {w} "{n}".').fill(w=what, n=name[:40]),
        where=Text(nl="register van hypothesen", en="register of hypotheses"),
        remedy=Text(nl="bedoelde u {k}?", en="did you mean {k}?").fill(k=", ".join(near) or "-"),
    )
