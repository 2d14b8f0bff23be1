"""From a load's findings and its files to a workbook in which every finding stands at its cell."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from model.errors import RejectedError, UsageError
from model.tables import find_table
from model.text import Text
from pipelines.apart import run_apart
from pipelines.mapping import read_mapping
from pipelines.reading import sandbox
from pipelines.reading.annotated import ANNOTATED
from pipelines.reading.kind import shown_name
from pipelines.reading.mapped import own_names
from pipelines.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from model.issue import Issue, Severity
    from model.text import Language
    from pipelines.desk.report import LoadReport
    from pipelines.programme import Programme

TITLE = Text(nl="Bevindingen", en="Findings")
SAME = Text(nl="Zelfde als in rij {row}: {words}", en="Same as in row {row}: {words}")
_SEVERITIES: dict[Severity, Text] = {
    "error": Text(nl="fout", en="error"),
    "warning": Text(nl="waarschuwing", en="warning"),
    "notice": Text(nl="opmerking", en="notice"),
}
_HEADS = (
    (Text(nl="soort", en="severity"), 14),
    (Text(nl="regel", en="rule"), 24),
    (Text(nl="bestand", en="file"), 26),
    (Text(nl="rij", en="row"), 8),
    (Text(nl="kolom", en="column"), 18),
    (Text(nl="waarde", en="value"), 18),
    (Text(nl="wat er mis is", en="what is wrong"), 70),
    (Text(nl="zo lost u het op", en="how to mend it"), 60),
    (Text(nl="aantal", en="count"), 8),
)


def check_target(target: Path, files: Sequence[Path]) -> None:
    """Refuse, before anything is loaded, a place where the workbook cannot be written.

    Raises
    ------
    UsageError
        When it is no ``.xlsx``, in no folder that exists, or one of the delivered files.
    """
    is_delivery = any(target.resolve() == path.resolve() for path in files)
    if target.suffix.lower() != ".xlsx" or not target.parent.is_dir() or is_delivery:
        raise UsageError(
            Text(
                nl="Hier kan de werkmap met opmerkingen niet komen.",
                en="The annotated workbook cannot be written here.",
            ),
            where=target.name,
            remedy=Text(
                nl="noem een nieuw bestand op .xlsx, in een map die bestaat",
                en="name a new file that ends in .xlsx, in a folder that exists",
            ),
        )


def annotate(
    programme: Programme,
    report: LoadReport,
    files: Sequence[Path],
    target: Path,
    *,
    mapping: str | None = None,
    names: Sequence[str] | None = None,
) -> Path:
    """Write the delivered sheets with the bad cells marked, and a sheet that lists the findings.

    Rows stand where they stood, so a corrected copy can be delivered again. The files are read
    by a process that can do no harm; one that cannot be read leaves the list alone.

    Raises
    ------
    RejectedError
        When the workbook cannot be written.
    """
    contract = find_table(report.table)
    how = read_mapping(mapping, programme.folder) if mapping else None
    shown = [shown_name(name) for name in names or [path.name for path in files]]
    language = programme.language
    programme.inbox.mkdir(parents=True, exist_ok=True)
    with scratch(programme.inbox.resolve(), "annotating-") as folder:
        request: dict[str, object] = {
            "folder": str(folder),
            "expected": list(own_names(how) if how else contract.columns),
            "title": TITLE.in_language(language),
            "own_titles": [TITLE.nl, TITLE.en],
            "findings": _listed(report.issues, language),
            "widths": [width for _, width in _HEADS],
        }
        delivered = [
            _file(path, name, report.issues, language)
            for path, name in zip(files, shown, strict=True)
        ]
        seconds = sandbox.seconds_for(sum(path.stat().st_size for path in files))
        for offered in (delivered, []):
            _write(request | {"files": offered}, folder, seconds=seconds)
            if (folder / ANNOTATED).exists():
                break
        return _placed(folder / ANNOTATED, target)


def _file(path: Path, name: str, issues: Sequence[Issue], language: Language) -> dict[str, object]:
    """Return a delivered file with the notes on its cells."""
    mine = [issue for issue in issues if issue.file == name]
    return {
        "path": str(path.resolve()),
        "name": name,
        "notes": _notes(mine, language),
        "broken": [row for issue in mine if issue.code == "quotes" for row in _rows(issue)],
    }


def _rows(issue: Issue) -> tuple[int, ...]:
    """Return the rows that a finding stands for."""
    return issue.rows or ((issue.row,) if issue.row else ())


def _notes(issues: Sequence[Issue], language: Language) -> list[dict[str, object]]:
    """Return what is to be said at which row and column; a NULL row is the column's name."""
    named = {(issue.code, issue.column): issue for issue in reversed(issues) if len(issue.rows) < 2}
    notes: list[dict[str, object]] = []
    for issue in issues:
        rows = issue.rows or (issue.row,)
        # A line for many rows tells how many; each of them has what the first such row has.
        first = named.get((issue.code, issue.column)) if len(rows) > 1 else None
        words = (first or issue).message.in_language(language)
        if first is not None:
            words = SAME.fill(row=first.row, words=words).in_language(language)
        text = f"{words}\n→ {issue.fix.in_language(language)}"
        notes += [
            {
                "sheet": issue.sheet,
                "row": row,
                "column": issue.column,
                "severity": issue.severity,
                "text": text,
            }
            for row in rows
        ]
    return notes


def _listed(issues: Sequence[Issue], language: Language) -> list[list[str]]:
    """Return the findings as rows of a sheet."""
    return [
        [head.in_language(language) for head, _ in _HEADS],
        *(
            [
                _SEVERITIES[issue.severity].in_language(language),
                issue.code,
                issue.file,
                "" if issue.row is None else str(issue.row),
                issue.column or "",
                issue.value,
                issue.message.in_language(language),
                issue.fix.in_language(language),
                str(issue.count),
            ]
            for issue in issues
        ),
    ]


def _write(request: dict[str, object], folder: Path, *, seconds: int) -> None:
    """Run the annotating process; what stops it leaves no workbook."""
    if not run_apart("annotated", request, folder, seconds=seconds):
        (folder / ANNOTATED).unlink(missing_ok=True)


def _placed(made: Path, target: Path) -> Path:
    """Move the workbook to its place, whole or not at all."""
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(made, beside)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise RejectedError(
            Text(
                nl="De werkmap met opmerkingen kon niet geschreven worden.",
                en="The annotated workbook could not be written.",
            ),
            where=target.name,
            remedy=Text(
                nl="kies met --annotate een map waarin u mag schrijven",
                en="choose with --annotate a folder that you may write in",
            ),
        ) from error
    return target
