"""Forget a respondent: the answers go and do not come back, published aggregates stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.codes import read_person
from model.errors import RejectedError, UsageError
from model.text import Text
from pipelines.desk import audit
from pipelines.desk.offered import leave_out
from pipelines.desk.pseudonym import pseudonym, respondent_key
from pipelines.reading.finding import finding
from pipelines.warehouse import open_warehouse, transaction, user_name

if TYPE_CHECKING:
    from uuid import UUID

    from duckdb import DuckDBPyConnection

    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme


def erase(programme: Programme, respondent: str, *, who: str | None = None) -> dict[str, object]:
    """Remove every answer of a respondent, those kept for undo included.

    Figures that were published are about groups and stay as they are. The panel must be built
    anew; a next release waits where the change would show few people.

    Parameters
    ----------
    respondent : str
        The number as it stands in the deliveries; it is kept nowhere.

    Returns
    -------
    dict
        ``rows_removed`` and ``is_built``, whether the panel still holds the loads of now.

    Raises
    ------
    UsageError
        When the number is empty or a placeholder.
    RejectedError
        When there is nobody to forget yet, or the key is missing.
    """
    number = read_person(respondent).value
    if number is None:
        raise UsageError(
            Text(nl="Dit is geen respondentnummer.", en="This is no respondent id."),
            where="--respondent-id",
            remedy=Text(
                nl="geef het nummer zoals het in de levering stond",
                en="give the number as it stood in the delivery",
            ),
        )
    person = who or user_name()
    with open_warehouse(programme, who=person) as connection:
        if connection.execute("SELECT 1 FROM settings WHERE name = 'key_mark'").fetchone() is None:
            raise _nobody()
        key = pseudonym(number, respondent_key(connection, programme))
        # The log tells that somebody was forgotten and by whom, never who it was.
        with (
            audit.attempt(programme, connection, who=person, what="erase", load_id=None) as found,
            transaction(connection),
        ):
            removed = _remove(connection, key)
            connection.execute(
                "INSERT OR IGNORE INTO erased VALUES (?, ?, now())",
                [key.hex, person],
            )
            if removed:
                connection.execute("DROP TABLE IF EXISTS panel_state")
            found |= {"outcome": "erased", "rows_removed": removed}
        connection.execute("CHECKPOINT")
    return {"rows_removed": removed, "is_built": not removed}


def anyone_erased(connection: DuckDBPyConnection) -> bool:
    """Return whether anybody asked to be forgotten."""
    return connection.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is not None


def leave_out_erased(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Take the rows of forgotten respondents out of what is offered; say only how many."""
    if "respondent_id" not in delivery.present or not anyone_erased(connection):
        return
    erased = "SELECT CAST(respondent_id AS UUID) FROM erased"
    people = f"SELECT given FROM respondent_names WHERE meant IN ({erased})"  # noqa: S608 - a query of our own
    count = leave_out(connection, delivery, people)
    if count:
        delivery.issues.append(
            finding(
                "respondent_erased",
                "notice",
                (
                    f"Niet geladen, want van mensen die vergeten wilden worden: {count}.",
                    f"Not loaded, being of people who asked to be forgotten: {count}.",
                ),
                ("niets te doen", "nothing to do"),
                count=count,
            )
        )


def _remove(connection: DuckDBPyConnection, key: UUID) -> int:
    """Remove the answers of a respondent; return how many rows."""
    removed = 0
    for table in ("survey_responses", "replaced.survey_responses"):
        row = connection.execute(
            f"DELETE FROM {table} WHERE respondent_id = ?",  # noqa: S608 - fixed names
            [key],
        ).fetchone()
        removed += int(row[0]) if row else 0
    return removed


def _nobody() -> RejectedError:
    """Return the refusal when no respondent was ever loaded."""
    return RejectedError(
        Text(nl="Er zijn nog geen respondenten geladen.", en="No respondents were loaded yet."),
        where="survey_responses",
        remedy=Text(nl="controleer het programma", en="check the programme"),
    )
