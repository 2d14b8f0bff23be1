"""Mappings: how a supplier's file becomes one of our tables, declared and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_TOP = (
    "title", "table", "sheet", "header_row", "skip_rows", "missing", "suppressed",
    "columns", "rows", "long", "join", "keep", "add",
)  # fmt: skip
_COLUMN = (
    "column",
    "constant",
    "file_name",
    "cell",
    "pattern",
    "write",
    "percent",
    "scale",
    "labels",
    "optional",
)
_SOURCES = ("column", "constant", "file_name", "cell")
_JOIN = ("sheet", "header_row", "on", "check", "may_lack_rows", "may_differ", "unless")
_KEEP = ("column", "filled", "is", "is_not")
_LONG = ("columns", "names", "name_to", "name", "value_to", "percent", "scale", "labels")


@dataclass(frozen=True)
class Column:
    """Where the value of one of our columns comes from, and how it is rewritten.

    Attributes
    ----------
    names : tuple of str
        Alternative columns of the file, ``SHEET!NAME`` for a joined sheet; the first present.
    constant, file_name, cell : str or None
        The other sources: a fixed text, a pattern over the file's name, a cell such as ``B2``.
    pattern, write : str or None
        A pattern to find in the text, and what to write with its groups; ``{text}`` is the
        text itself, ``{item}`` the name that a long row carries, ``{period}`` the row's period.
    percent : bool
        Whether ``81%`` means 0.81.
    scale : str or None
        What a number is multiplied by, exactly.
    labels : tuple of (str, str)
        Words of the file and the value that each stands for.
    optional : bool
        Whether a file may lack the column; other columns must be there.
    """

    names: tuple[str, ...] = ()
    constant: str | None = None
    file_name: str | None = None
    cell: str | None = None
    pattern: str | None = None
    write: str | None = None
    percent: bool = False
    scale: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Join:
    """Another sheet whose rows belong to those of the main sheet.

    Attributes
    ----------
    on : str
        The key that both sheets have. Without it in one of them the rows are matched by their
        order, and every pair of columns in ``check`` must then agree.
    may_lack_rows : bool
        Whether the other sheet may lack some rows of the main one.
    may_differ : int
        In how many rows the checks may disagree; those rows get nothing from the other sheet.
    unless : str
        The join is not made when the main sheet has this column itself.
    """

    sheets: tuple[str, ...]
    header_row: int | None
    on: str
    check: tuple[tuple[str, str], ...]
    may_lack_rows: bool
    may_differ: int
    unless: str


@dataclass(frozen=True)
class Keep:
    """Which rows of the file count."""

    names: tuple[str, ...]
    filled: bool
    among: tuple[str, ...]
    not_among: tuple[str, ...]


@dataclass(frozen=True)
class Long:
    """Columns side by side that become rows under each other.

    Attributes
    ----------
    pattern : str
        What the name of such a column holds; ``name`` is written with its groups.
    names : tuple of (str, str)
        Instead of a pattern: every column with the name that its rows carry; all must be there.
    """

    pattern: str
    names: tuple[tuple[str, str], ...]
    name_to: str
    name: str
    value: Column
    value_to: str


@dataclass(frozen=True)
class Mapping:
    """How one kind of file becomes the rows of one table."""

    name: str
    title: Text
    table: str
    sheets: tuple[str, ...]
    header_row: int | None
    skip_rows: int
    missing: tuple[str, ...]
    suppressed: tuple[str, ...]
    columns: dict[str, Column]
    rows: tuple[dict[str, Column], ...]
    long: Long | None
    joins: tuple[Join, ...]
    keeps: tuple[Keep, ...]
    added: tuple[dict[str, Column], ...]
    declaration: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as plain objects, for the reading process."""
        return {"name": self.name, "declaration": self.declaration}

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns of our table that the mapping fills, in order."""
        names = [*self.columns, *(name for block in self.rows for name in block)]
        if self.long is not None:
            names += [self.long.name_to, self.long.value_to]
        return tuple(dict.fromkeys(names))

    def sources(self) -> Iterator[Column]:
        """Yield every declared source of a value."""
        yield from self.columns.values()
        for block in self.rows:
            yield from block.values()


def mapping_from(declaration: dict[str, Any], name: str) -> Mapping:
    """Return the mapping that a TOML file declares.

    Raises
    ------
    RejectedError
        When a key is unknown or absent, or a value is of the wrong kind; it names the place.
    """
    check = _Check(name)
    check.keys(declaration, _TOP, "")
    title = declaration.get("title", name)
    words = title if isinstance(title, dict) else {"nl": title, "en": title}
    joins = tuple(_join(check, part, place) for place, part in check.tables(declaration, "join"))
    keeps = tuple(_keep(check, part, place) for place, part in check.tables(declaration, "keep"))
    long = declaration.get("long")
    rows = tuple(_block(check, part, where) for where, part in check.tables(declaration, "rows"))
    mapping = Mapping(
        name=name,
        title=Text(nl=str(words.get("nl", name)), en=str(words.get("en", name))),
        table=check.text(declaration, "table", ""),
        sheets=check.texts(declaration, "sheet", ""),
        header_row=check.number(declaration, "header_row", ""),
        skip_rows=check.number(declaration, "skip_rows", "") or 0,
        missing=check.texts(declaration, "missing", ""),
        suppressed=check.patterns(declaration, "suppressed", ""),
        columns=_block(check, check.table(declaration, "columns"), "columns"),
        rows=rows,
        long=None if long is None else _long(check, check.table(declaration, "long")),
        joins=joins,
        keeps=keeps,
        added=tuple(_block(check, part, where) for where, part in check.tables(declaration, "add")),
        declaration=declaration,
    )
    if not mapping.targets:
        raise check.error("columns", "leeg", "empty")
    return mapping


class _Check:
    """Reads values from a declaration; what is wrong names the mapping and the key."""

    def __init__(self, name: str) -> None:
        self._name = name

    def error(self, key: str, nl: str, en: str) -> RejectedError:
        """Return the three-line error about one key."""
        return RejectedError(
            Text(nl="De mapping {m} klopt niet: {w}.", en="The mapping {m} is wrong: {w}.").fill(
                m=self._name, w=Text(nl=nl, en=en)
            ),
            where=Text(nl="{m}.toml, sleutel {k}", en="{m}.toml, key {k}").fill(
                m=self._name, k=key or "-"
            ),
            remedy=Text(
                nl="verbeter die sleutel; data/mappings bevat voorbeelden",
                en="correct that key; data/mappings holds examples",
            ),
        )

    def keys(self, part: dict[str, Any], allowed: Collection[str], where: str) -> None:
        """Refuse a key that means nothing, with the one that was probably meant."""
        for key in part:
            if key not in allowed:
                near = get_close_matches(key, allowed, n=1)
                meant = (f"; bedoeld: {near[0]}", f"; meant: {near[0]}") if near else ("", "")
                raise self.error(
                    f"{where}.{key}".lstrip("."),
                    f"de sleutel {key} bestaat niet{meant[0]}",
                    f"the key {key} does not exist{meant[1]}",
                )

    def table(self, part: dict[str, Any], key: str) -> dict[str, Any]:
        """Return a part of the declaration."""
        value = part.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, "hier hoort een [tabel]", "this must be a [table]")
        return value

    def tables(self, part: dict[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the parts of a repeated ``[[key]]`` with where each stands."""
        value = part.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(key, "hier horen [[tabellen]]", "these must be [[tables]]")
        return [(f"{key}[{place}]", one) for place, one in enumerate(value, start=1)]

    def text(self, part: dict[str, Any], key: str, where: str) -> str:
        """Return a text that must be there."""
        value = part.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"{where}.{key}".lstrip("."), f"{key} ontbreekt", f"{key} is missing")
        return value

    def texts(self, part: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        """Return one or more texts; none when the key is absent."""
        value = part.get(key, [])
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            raise self.error(
                f"{where}.{key}".lstrip("."), f"{key} moet tekst zijn", f"{key} must be text"
            )
        return tuple(values)

    def number(self, part: dict[str, Any], key: str, where: str) -> int | None:
        """Return a row number of 0 or more, or None when the key is absent."""
        value = part.get(key)
        if value is None or (isinstance(value, int) and value >= 0):
            return value
        raise self.error(
            f"{where}.{key}".lstrip("."), f"{key} moet een getal zijn", f"{key} must be a number"
        )

    def patterns(self, part: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        """Return patterns that can be understood."""
        values = self.texts(part, key, where)
        for value in values:
            try:
                re.compile(value)
            except re.error as error:
                raise self.error(
                    f"{where}.{key}".lstrip("."),
                    f"het patroon {value} is niet te lezen",
                    f"the pattern {value} cannot be read",
                ) from error
        return values


def _block(check: _Check, part: dict[str, Any], where: str) -> dict[str, Column]:
    """Return our columns with their sources."""
    return {name: _column(check, value, f"{where}.{name}") for name, value in part.items()}


def _column(check: _Check, value: object, where: str) -> Column:
    """Return the source of one column: a name, several alternatives, or a table of keys."""
    part: dict[str, Any] = value if isinstance(value, dict) else {"column": value}
    check.keys(part, _COLUMN, where)
    if sum(key in part for key in _SOURCES) != 1:
        raise check.error(
            where,
            f"precies één van {', '.join(_SOURCES)} is nodig",
            f"exactly one of {', '.join(_SOURCES)} is needed",
        )

    def one(key: str) -> str | None:
        return next(iter(check.texts(part, key, where)), None)

    check.patterns(part, "file_name", where)
    check.patterns(part, "pattern", where)
    return Column(
        names=check.texts(part, "column", where),
        constant=one("constant"),
        file_name=one("file_name"),
        cell=one("cell"),
        pattern=one("pattern"),
        write=one("write"),
        percent=bool(part.get("percent", False)),
        scale=str(part["scale"]) if "scale" in part else None,
        labels=_labels(part),
        optional=bool(part.get("optional", False)),
    )


def _labels(part: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the words of the file with the value of each."""
    return tuple((str(word), str(value)) for word, value in part.get("labels", {}).items())


def _join(check: _Check, part: dict[str, Any], where: str) -> Join:
    """Return the declaration of a joined sheet."""
    check.keys(part, _JOIN, where)
    pairs = part.get("check", [])
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise check.error(
            f"{where}.check",
            "elke controle is een paar kolommen",
            "each check is a pair of columns",
        )
    return Join(
        sheets=check.texts(part, "sheet", where) or (check.text(part, "sheet", where),),
        header_row=check.number(part, "header_row", where),
        on=str(part.get("on", "")),
        check=tuple((str(one), str(other)) for one, other in pairs),
        may_lack_rows=bool(part.get("may_lack_rows", False)),
        may_differ=check.number(part, "may_differ", where) or 0,
        unless=str(part.get("unless", "")),
    )


def _keep(check: _Check, part: dict[str, Any], where: str) -> Keep:
    """Return the declaration of which rows count."""
    check.keys(part, _KEEP, where)
    return Keep(
        names=check.texts(part, "column", where) or (check.text(part, "column", where),),
        filled=bool(part.get("filled", False)),
        among=check.texts(part, "is", where),
        not_among=check.texts(part, "is_not", where),
    )


def _long(check: _Check, part: dict[str, Any]) -> Long:
    """Return the declaration of columns that become rows."""
    check.keys(part, _LONG, "long")
    value: dict[str, Any] = {k: part[k] for k in ("percent", "scale", "labels") if k in part}
    names = check.table(part, "names")
    if not names:
        check.text(part, "columns", "long")
    return Long(
        pattern=next(iter(check.patterns(part, "columns", "long")), ""),
        names=tuple((str(column), str(code)) for column, code in names.items()),
        name_to=check.text(part, "name_to", "long"),
        name=str(part.get("name", "{text}")),
        value=_column(check, {"column": "", **value}, "long"),
        value_to=check.text(part, "value_to", "long"),
    )
