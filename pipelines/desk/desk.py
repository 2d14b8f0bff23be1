"""One delivery at the desk: checked, compared with what is there, and written whole or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.rules import RULES
from pipelines.desk import attempts, audit, record
from pipelines.desk.checks import check_meaning, gather_totals_rows
from pipelines.desk.closed import published_periods
from pipelines.desk.columns import check_columns, check_empty_columns
from pipelines.desk.contract_check import check_contract
from pipelines.desk.delivered import gather_doubted, make_view
from pipelines.desk.difference import Difference, compare, token
from pipelines.desk.findings import bad_rows, make_table, told
from pipelines.desk.keys import check_keys
from pipelines.desk.pseudonym import remember_key, respondent_key
from pipelines.desk.report import LoadReport, Outcome
from pipelines.desk.values import read_values
from pipelines.erase import leave_out_erased
from pipelines.warehouse import transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme

LARGEST_BAD_SHARE = 1 / 10


class Desk:
    """One delivery at the desk of one programme, with the warehouse open."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        programme: Programme,
        delivery: Delivery,
        who: str,
        *,
        mapping: str | None,
    ) -> None:
        self.connection = connection
        self.programme = programme
        self.delivery = delivery
        self.who = who
        self.mapping = mapping
        self.key = b""
        self.is_read = False
        self.keeps_findings = False

    def offer(self, *, check: bool, confirm: str | None) -> LoadReport:
        """Return what comes of the delivery, written unless only checked."""
        if _was_loaded(self.connection, self.delivery):
            return self._end("no_change", [RULES["already_there"].issue()], check=check)
        make_table(self.connection)
        self.is_read = True
        make_view(self.connection, self.delivery, self.programme)
        check_columns(self.connection, self.delivery)
        if not self._is_readable():
            return self._end("reject", told(self.connection, self.delivery), check=check)
        check_empty_columns(self.connection, self.delivery)
        n_bad = self._check_rows()
        if self._is_too_bad(n_bad):
            lines = told(self.connection, self.delivery)
            return self._end("reject", lines, check=check, n_bad=n_bad)
        return self._weigh(n_bad, check=check, confirm=confirm)

    def _is_readable(self) -> bool:
        """Return whether there are rows to check, whatever else is wrong with the files."""
        parts = [part for part in self.delivery.parts if part.rows.exists()]
        return bool(parts) and bool(self.delivery.present) and not self._is_other_table()

    def _is_other_table(self) -> bool:
        """Return whether checking rows would only say the same over and over."""
        codes = {issue.code for issue in self.delivery.issues}
        return bool(codes & {"wrong_table", "no_header"})

    def _check_rows(self) -> int:
        """Check every row in every way; return how many are bad."""
        self.key = respondent_key(self.connection, self.programme)
        read_values(self.connection, self.delivery, self.programme, self.key)
        leave_out_erased(self.connection, self.delivery)
        check_contract(self.connection, self.delivery)
        check_keys(self.connection, self.delivery)
        check_meaning(self.connection, self.delivery, self.programme)
        gather_doubted(self.connection, self.delivery)
        gather_totals_rows(self.connection, self.delivery.table)
        unreadable = sum(len(part.unreadable) for part in self.delivery.parts)
        return bad_rows(self.connection) + unreadable

    def _is_too_bad(self, n_bad: int) -> bool:
        """Return whether the delivery must be refused; say so when it is for its bad rows."""
        rows_in = self.delivery.rows_in or 0
        if self.delivery.refused:
            return True
        if n_bad > rows_in * LARGEST_BAD_SHARE:
            self.delivery.issues.append(
                RULES["too_many_bad_rows"].issue(value=str(n_bad), detail=str(rows_in))
            )
            return True
        return n_bad > 0 and self.delivery.table.whole

    def _weigh(self, n_bad: int, *, check: bool, confirm: str | None) -> LoadReport:
        """Compare with what is there; write it, ask first, or see that nothing changes."""
        published = published_periods(self.programme)
        difference = compare(self.connection, self.delivery, self.programme, published)
        self.delivery.issues += difference.issues
        lines = told(self.connection, self.delivery)
        word = token(self.delivery, difference, _state(self.connection))
        if difference.to_confirm and confirm != word:
            lines = [*difference.to_confirm, *lines]
            return self._end(
                "confirm", lines, check=check, n_bad=n_bad, difference=difference, word=word
            )
        lines = [*difference.to_confirm, *lines]
        outcome = _outcome(n_bad, lines, difference)
        if outcome == "no_change":
            lines = [*lines, RULES["already_there"].issue()]
        return self._end(outcome, lines, check=check, n_bad=n_bad, difference=difference)

    def _end(
        self,
        outcome: Outcome,
        lines: list[Issue],
        *,
        check: bool,
        n_bad: int = 0,
        difference: Difference | None = None,
        word: str | None = None,
    ) -> LoadReport:
        """Return the report, after writing what is to be written."""
        writes = outcome in ("accept", "accept_warn", "quarantine")
        found = difference or Difference(n_unchanged=self.delivery.rows_in or 0)
        loaded = found.n_new + found.n_restated if writes else 0
        unchanged = 0 if outcome == "reject" else found.n_unchanged
        load_id = record.next_load_id(self.connection) if writes and not check else None
        compared = (
            attempts.compare_with_previous(self.connection, self.delivery) if self.is_read else None
        )
        report = LoadReport(
            table=self.delivery.table.name,
            outcome=outcome,
            rows_in=self.delivery.rows_in,
            rows_loaded=loaded,
            rows_set_aside=n_bad if writes else 0,
            rows_unchanged=unchanged,
            load_id=load_id,
            issues=tuple(self._placed(lines)),
            token=word,
            difference=tuple(found.rows),
            checked_only=check,
            compared=compared,
        )
        if not check:
            self._write(report, found)
        elif self.keeps_findings and self.is_read:
            with transaction(self.connection):
                attempts.remember(self.connection, self.delivery)
        return report

    def _placed(self, lines: list[Issue]) -> list[Issue]:
        """Return findings that name at least the file they are about, or all of them."""
        name = ", ".join(self.delivery.names)
        sheet = self.delivery.parts[0].sheet if len(self.delivery.parts) == 1 else None
        return [line if line.file else line.at(file=name, sheet=sheet) for line in lines]

    def _write(self, report: LoadReport, difference: Difference) -> None:
        """Write the load, its quarantine and its account in one transaction."""
        connection = self.connection
        attempt = {
            "who": self.who,
            "what": "load",
            "table": report.table,
            "file_hash": self.delivery.file_hash,
            "load_id": report.load_id,
        }
        with (
            audit.attempt(self.programme, connection, **attempt) as found,
            transaction(connection),
        ):
            if report.load_id is not None:
                remember_key(connection, self.key)
                record.write_rows(connection, self.delivery, difference, report.load_id)
                about = {"who": self.who, "mapping": self.mapping}
                record.write_load(connection, self.delivery, report, **about)
                record.write_quarantine(connection, self.delivery, report.load_id)
            record.write_issues(connection, self.delivery, report.issues, report.load_id)
            if self.is_read:
                attempts.remember(connection, self.delivery)
            found |= {
                "outcome": report.outcome,
                "rows_in": report.rows_in,
                "rows_loaded": report.rows_loaded,
                "rows_set_aside": report.rows_set_aside,
            }


def _outcome(n_bad: int, lines: list[Issue], difference: Difference) -> Outcome:
    """Return the outcome of a delivery that may be written."""
    warned = any(line.severity == "warning" for line in lines)
    if n_bad:
        return "quarantine"
    if warned:
        return "accept_warn"
    return "accept" if difference.n_new or difference.n_restated else "no_change"


def _was_loaded(connection: DuckDBPyConnection, delivery: Delivery) -> bool:
    """Return whether this very file is in, whole, and nothing was changed in the table since."""
    row = connection.execute(
        "SELECT max(load_id) FILTER (file_hash = ? AND rows_set_aside = 0), max(load_id) "
        "FROM loads WHERE table_name = ? AND undone_at IS NULL",
        [delivery.file_hash, delivery.table.name],
    ).fetchone()
    return row is not None and row[0] is not None and row[0] == row[1]


def _state(connection: DuckDBPyConnection) -> str:
    """Return what changes whenever a load is made or undone."""
    row = connection.execute("SELECT max(load_id), count(undone_at) FROM loads").fetchone()
    return str(row)
