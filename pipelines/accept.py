"""Take a delivery in: staged, checked, compared with what is there, and written whole or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.tables import find_table
from model.text import Text
from pipelines.desk.delivery import Delivery
from pipelines.desk.desk import Desk
from pipelines.mapping import read_mapping
from pipelines.progress import silent
from pipelines.reading.kind import shown_name
from pipelines.scratch import scratch
from pipelines.stage import stage
from pipelines.storage import require_writable, telling_what_the_disk_refused
from pipelines.undo import undo
from pipelines.warehouse import open_warehouse, user_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from model.mapping import Mapping
    from pipelines.desk.report import LoadReport
    from pipelines.programme import Programme
    from pipelines.progress import Progress

__all__ = ["load", "undo"]

_READING = Text(nl="Bestand lezen", en="Reading the file")
_CHECKING = Text(nl="Rijen controleren", en="Checking rows")


def load(
    programme: Programme,
    table: str,
    files: Sequence[Path],
    *,
    mapping: str | None = None,
    check: bool = False,
    keep: bool = False,
    confirm: str | None = None,
    names: Sequence[str] | None = None,
    who: str | None = None,
    progress: Progress = silent,
) -> LoadReport:
    """Load one delivery of one or more files into a table.

    Parameters
    ----------
    table : str
        Name or short alias of the table.
    check : bool
        Only tell what a load would come to; nothing is written.
    keep : bool
        Whether a check keeps its findings, so that the next delivery tells what was solved.
    confirm : str, optional
        The token of a shown difference; it holds for these files and that difference only.
    names : sequence of str, optional
        The names the files were offered under, when they differ from those on disk.

    Returns
    -------
    LoadReport
        The outcome with every finding; nothing has changed unless rows were loaded.

    Raises
    ------
    BusyError
        When another load runs for longer than we wait.
    RejectedError
        When the disk is full or may only be read.
    """
    # Before a file is read: nobody waits for what cannot be written.
    require_writable(programme)
    person = who or user_name()
    shown = tuple(names or [path.name for path in files])
    programme.inbox.mkdir(parents=True, exist_ok=True)
    with telling_what_the_disk_refused(), scratch(programme.inbox, "staging-") as folder:
        how = read_mapping(mapping, programme.folder) if mapping else None
        delivery = _staged(table, files, shown, folder=folder, mapping=how, progress=progress)
        with open_warehouse(programme, who=person) as connection:
            progress(_CHECKING, 0.0)
            desk = Desk(connection, programme, delivery, person, mapping=mapping)
            desk.keeps_findings = keep
            report = desk.offer(check=check, confirm=confirm)
            progress(_CHECKING, 1.0)
            return report


def _staged(
    table: str,
    files: Sequence[Path],
    names: Sequence[str],
    *,
    folder: Path,
    mapping: Mapping | None,
    progress: Progress,
) -> Delivery:
    """Return the files as staged rows of text."""
    contract = find_table(table)
    parts = []
    for number, (path, name) in enumerate(zip(files, names, strict=True)):
        place = folder / str(number)
        place.mkdir()
        parts.append(
            stage(
                path,
                upload_name=name,
                expected=(*contract.required, *contract.columns),
                mapping=mapping,
                folder=place,
                kinds={name: contract.kind(name) for name in contract.columns},
                progress=lambda share: progress(_READING, share),
            )
        )
    return Delivery(contract, tuple(parts), _told_apart([shown_name(name) for name in names]))


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Return names of which no two are the same: ``a.csv``, ``a.csv (2)``."""
    places = [names[:place].count(name) + 1 for place, name in enumerate(names)]
    return tuple(
        f"{name} ({place})" if place > 1 else name
        for name, place in zip(names, places, strict=True)
    )
