"""Show what a proposed mapping makes of a file, and keep it as a TOML file for the next one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from model.errors import UsageError
from model.issue import Issue, safe_value
from model.mapping import mapping_from
from model.tables import TABLES
from model.text import Text
from pipelines.desk import audit
from pipelines.mapping import check_table
from pipelines.scratch import scratch
from pipelines.stage import stage
from pipelines.storage import require_writable, telling_what_the_disk_refused
from pipelines.warehouse import memory, user_name

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit.items import AoT, Item, Table

    from model.proposal import Proposal
    from model.text import Language
    from pipelines.programme import Programme

FOLDER = "mappings"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_HIDDEN = "•••"
_MADE = Text(
    nl="Gemaakt op {d} aan de hand van {f}. U kunt dit bestand met de hand aanpassen.",
    en="Made on {d} after {f}. You may change this file by hand.",
)
_PARTS = {
    "columns": Text(
        nl="Onze kolommen, en waar hun waarde vandaan komt.",
        en="Our columns, and where their values come from.",
    ),
    "long": Text(
        nl="Kolommen naast elkaar worden rijen onder elkaar: de naam van de kolom en de code.",
        en="Columns side by side become rows below each other: name of the column and code.",
    ),
    "keep": Text(nl="Rijen die niet meetellen.", en="Rows that do not count."),
}
_EVERY_TIME = Text(
    nl="staat vast: pas dit bij elke levering aan",
    en="is fixed: change it with every delivery",
)


@dataclass(frozen=True)
class Preview:
    """The first rows that a mapping makes of a file.

    Attributes
    ----------
    rows : tuple of tuples of str
        In the order of ``columns``; numbers of respondents are not shown.
    rows_in : int or None
        How many rows there are in all; None when the file was refused.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_in: int | None
    issues: tuple[Issue, ...]


def preview(
    programme: Programme,
    path: Path,
    proposal: Proposal,
    *,
    upload_name: str | None = None,
    limit: int = 20,
) -> Preview:
    """Return the first rows of our table that a proposal makes of a file.

    Parameters
    ----------
    limit : int
        How many rows at most.

    Raises
    ------
    UsageError
        When columns or codes are still unknown.
    """
    if any(choice.part in ("columns", "codes") for choice in proposal.questions):
        raise still_open(proposal)
    mapping = mapping_from(proposal.declaration, proposal.name)
    table = TABLES[proposal.table]
    hidden = set(table.of_kind("person", "id"))
    with scratch(programme.inbox.resolve(), "preview-") as folder:
        staged = stage(
            path,
            upload_name=upload_name or path.name,
            expected=table.columns,
            mapping=mapping,
            folder=folder,
        )
        found: list[Any] = []
        if staged.rows.exists():
            with memory(folder) as connection:
                found = staged.relation(connection).limit(limit).fetchall()
    shown = tuple(
        tuple(
            _HIDDEN if name in hidden and cell else safe_value(cell or "")
            for name, cell in zip(staged.columns, row, strict=False)
        )
        for row in found
    )
    return Preview(staged.columns, shown, staged.rows_in, staged.issues)


def save_mapping(
    programme: Programme,
    proposal: Proposal,
    name: str,
    *,
    replace: bool = False,
    who: str | None = None,
) -> Path:
    """Write a proposal as a mapping of the programme; ``load`` takes it by its name.

    Parameters
    ----------
    replace : bool
        Whether a mapping of this name may be overwritten.

    Raises
    ------
    UsageError
        When the name is none, or is taken.
    RejectedError
        When something is still unknown that the table must have, or the disk refuses.
    """
    path = programme.folder / FOLDER / f"{name}.toml"
    _check_name(name, path, replace=replace)
    if proposal.questions:
        raise still_open(proposal)
    check_table(mapping_from(proposal.declaration, name))
    require_writable(programme)
    with telling_what_the_disk_refused():
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f".{name}.part")
        beside.write_text(_written(proposal, name, programme), encoding="utf-8")
        beside.replace(path)
    about = {"what": "mapping", "mapping": name, "table": proposal.table}
    audit.note(programme, state="done", who=who or user_name(), **about)
    return path


def still_open(proposal: Proposal) -> UsageError:
    """Return the error that names what is still unknown."""
    keys = [choice.key for choice in proposal.questions]
    return UsageError(
        Text(
            nl="Nog {n} vragen over dit bestand: {k}.",
            en="{n} questions about this file are open: {k}.",
        ).fill(n=len(keys), k=", ".join(keys[:8]) + (" …" if len(keys) > 8 else "")),
        where=proposal.file_name,
        remedy=Text(
            nl='antwoord met --answer "{k}=…"; leeg is weglaten',
            en='answer with --answer "{k}=…"; empty leaves it out',
        ).fill(k=keys[0]),
    )


def _check_name(name: str, path: Path, *, replace: bool) -> None:
    """Refuse what is no name, or one that is taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            Text(nl='"{n}" is geen naam.', en='"{n}" is no name.').fill(n=safe_value(name)),
            where="mapping",
            remedy=Text(
                nl="gebruik kleine letters, cijfers en streepjes",
                en="use small letters, digits and hyphens",
            ),
        )
    if path.exists() and not replace:
        raise UsageError(
            Text(nl="De mapping {n} bestaat al.", en="The mapping {n} exists.").fill(n=name),
            where=f"{FOLDER}/{path.name}",
            remedy=Text(
                nl="kies een andere naam, of vervang hem met --replace",
                en="choose another name, or overwrite it with --replace",
            ),
        )


def _written(proposal: Proposal, name: str, programme: Programme) -> str:
    """Return the mapping as TOML with a line of explanation above each part."""
    language = programme.language
    today = dt.datetime.now(programme.zone).date().isoformat()
    document = tomlkit.document()
    made = _MADE.fill(d=today, f=proposal.file_name)
    document.add(tomlkit.comment(made.in_language(language)))
    for key, value in (proposal.declaration | {"title": name}).items():
        document.add(key, _part(key, value, language))
    return tomlkit.dumps(document)


def _part(key: str, value: object, language: Language) -> Item | AoT:
    """Return one part of the mapping as TOML writes it."""
    if key not in _PARTS:
        return tomlkit.item(value)
    explanation = _PARTS[key].in_language(language)
    if isinstance(value, list):
        blocks = tomlkit.aot()
        for block in value:
            blocks.append(_table(block, explanation))
        return blocks
    part = dict(value) if isinstance(value, dict) else {}
    if key == "columns":
        part = {name: _source(source, language) for name, source in part.items()}
    return _table(part, explanation)


def _table(value: dict[str, Any], explanation: str) -> Table:
    """Return a table that begins with a line of explanation."""
    table = tomlkit.table()
    table.add(tomlkit.comment(explanation))
    for name, item in value.items():
        table.add(name, item)
    return table


def _source(source: object, language: Language) -> object:
    """Return a source on one line, unless it lists words."""
    if not isinstance(source, dict) or "labels" in source:
        return source
    line = tomlkit.inline_table()
    for key, text in source.items():
        line.add(key, tomlkit.string(text, literal=True) if key == "file_name" else text)
    if "constant" in source:
        line.comment(_EVERY_TIME.in_language(language))
    return line
