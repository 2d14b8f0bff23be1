"""What was found while reading, collected, counted and capped."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from model.issue import Issue, Severity
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_CELL = 32_767  # what a spreadsheet cell can hold
NAMED_EACH = 2000  # findings of one code told one by one; the rest is one finding


class Unreadable(Exception):  # noqa: N818 - it says what the file is, no mistake of ours
    """The whole file is refused; the findings say why, one for each row that shows it."""

    def __init__(self, issue: Issue, *more: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue
        self.issues = (issue, *more)


class Findings:
    """The findings of one file, at most ``NAMED_EACH`` of a code told one by one."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._counts: Counter[str] = Counter()
        self._rest: dict[str, Issue] = {}
        self._rows: dict[str, list[int]] = {}

    def add(self, issue: Issue) -> None:
        """Keep a finding, beside others of its code when there are very many."""
        self._counts[issue.code] += 1
        if self._counts[issue.code] <= NAMED_EACH:
            self._issues.append(issue)
        else:
            self._rest.setdefault(issue.code, issue)
            if issue.row is not None:
                # A file may have millions of bad rows: of each no more is kept than its number.
                self._rows.setdefault(issue.code, []).append(issue.row)

    def all(self) -> list[Issue]:
        """Return every finding; one that stands for the rest of its code comes last."""
        rest = [
            replace(
                issue,
                rows=tuple(self._rows.get(code, ())),
                value="",
                count=self._counts[code] - NAMED_EACH,
            )
            for code, issue in self._rest.items()
        ]
        return [*self._issues, *rest]


def finding(
    code: str,
    severity: Severity,
    words: tuple[str, str],
    fix: tuple[str, str],
    **place: object,
) -> Issue:
    """Return a finding from its Dutch and English words, and its row, column or value."""
    blank = Issue(code=code, severity=severity, message=Text(*words), fix=Text(*fix))
    return blank.at(**place)


def refuse(code: str, words: tuple[str, str], fix: tuple[str, str], **place: object) -> Unreadable:
    """Return the refusal of a whole file."""
    return Unreadable(finding(code, "error", words, fix, **place))


def cell_too_long() -> Issue:
    """Return the finding for a row with a cell that no spreadsheet holds."""
    return finding(
        "cell_too_long",
        "error",
        (
            f"Een cel in deze regel is langer dan {LONGEST_CELL} tekens.",
            f"A cell in this row is longer than {LONGEST_CELL} characters.",
        ),
        ("kort de tekst in", "shorten the text"),
    )


def packed(issues: list[Issue]) -> list[dict[str, object]]:
    """Return findings as plain objects that pass between processes."""
    return [asdict(issue) for issue in issues]


def unpacked(plain: Mapping[str, object]) -> Issue:
    """Return a finding that came from the reading process."""
    fields = dict(plain)
    for name in ("message", "fix"):
        words = fields[name]
        if not isinstance(words, dict):
            raise TypeError(name)
        fields[name] = Text(nl=str(words["nl"]), en=str(words["en"]))
    fields["rows"] = tuple(fields.get("rows", ()))  # type: ignore[arg-type]
    return Issue(**fields)  # type: ignore[arg-type]
