"""From a supplier's file to what a person needs to see of it: its columns and their values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from model.errors import RejectedError
from model.mapping_words import words_of
from model.proposal import Look, SourceColumn
from model.tables import TABLES, find_table
from model.text import Text
from pipelines.apart import run_apart
from pipelines.reading import sandbox
from pipelines.reading.finding import unpacked
from pipelines.reading.kind import shown_name
from pipelines.reading.looked import LOOKED
from pipelines.scratch import scratch

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.programme import Programme


def look(
    programme: Programme, path: Path, *, upload_name: str | None = None, table: str | None = None
) -> Look:
    """Look at a file in a process that can do no harm; its rows are not kept.

    Parameters
    ----------
    upload_name : str, optional
        The name the file was offered under, when it differs from that on disk.
    table : str, optional
        The table it is meant for; helps to find the sheet and the row with the names.

    Raises
    ------
    RejectedError
        When the file cannot be read as a table; it says why.
    """
    tables = [find_table(table)] if table else list(TABLES.values())
    known = {word for one in tables for name in one.columns for word in words_of(one, name)}
    name = shown_name(upload_name or path.name)
    if not path.is_file():
        raise RejectedError(
            Text(nl="Er is geen bestand {f}.", en="There is no file {f}.").fill(f=name),
            where=name,
            remedy=Text(nl="kies een bestand dat bestaat", en="choose a file that exists"),
        )
    programme.inbox.mkdir(parents=True, exist_ok=True)
    with scratch(programme.inbox.resolve(), "looking-") as folder:
        request: dict[str, object] = {
            "path": str(path.resolve()),
            "upload_name": upload_name or path.name,
            "folder": str(folder),
            "known": sorted(known | {word.casefold() for word in known}),
        }
        run_apart("looked", request, folder, seconds=sandbox.seconds_for(path.stat().st_size))
        try:
            answer: dict[str, Any] = json.loads((folder / LOOKED).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _gave_up(name) from error
    if answer.get("issues"):
        issue = unpacked(answer["issues"][0])
        raise RejectedError(issue.message, where=_place(name, issue.sheet), remedy=issue.fix)
    return Look(
        file_name=name,
        sheet=answer["sheet"],
        columns=tuple(
            SourceColumn(one["name"], tuple((text, count) for text, count in one["values"]))
            for one in answer["columns"]
        ),
        cells=answer["cells"],
        n_rows=answer["n_rows"],
        is_one_of_several=answer["is_one_of_several"],
    )


def _place(name: str, sheet: str | None) -> Text | str:
    """Return the file, and the sheet when it has one."""
    return name if sheet is None else Text(nl=f"{name}, blad {sheet}", en=f"{name}, sheet {sheet}")


def _gave_up(name: str) -> RejectedError:
    """Return the refusal of a file that made its reading process stop."""
    return RejectedError(
        Text(
            nl="Dit bestand vroeg meer geheugen of tijd dan is toegestaan.",
            en="This file took more memory or time than is allowed.",
        ),
        where=name,
        remedy=Text(
            nl="sla het op als CSV UTF-8 en kies een kleiner deel",
            en="save it as CSV UTF-8 and choose a smaller part",
        ),
    )
