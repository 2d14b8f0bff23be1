"""What a table promises: its columns, types, keys and references, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import pandera.polars as pa
import polars as pl

from model.period import CANONICAL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from model.text import Text

Kind = Literal[
    "id", "person", "code", "period", "number", "count", "moment", "day", "flag", "choice", "words"
]
Refers = Literal["unit", "code", "value", "trait"]
FRAME_TYPES: dict[Kind, type[pl.DataType]] = {
    "id": pl.String,
    "person": pl.String,
    "code": pl.String,
    "period": pl.String,
    "number": pl.Float64,
    "count": pl.Float64,
    "moment": pl.Date,
    "day": pl.Date,
    "flag": pl.Boolean,
    "choice": pl.String,
    "words": pl.String,
}
LONGEST_CODE = 64
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
CODE_PATTERN = rf"^[^\s{_HIDDEN}](?:[^{_HIDDEN}]{{0,62}}[^\s{_HIDDEN}])?$"
LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Table:
    """The contract of one canonical table.

    Attributes
    ----------
    schema : pandera.polars.DataFrameSchema
        The single truth for columns, types, ranges, patterns and nullability. A column's title,
        description and metadata (kind, refers, words) live in it too.
    key : tuple of str
        Columns that together name a row; a second row with the same key is a double.
    once : tuple of str
        Columns that may not repeat either, such as one answer per person, item and period.
    examples : tuple of tuples
        Rows as they stand in a delivered file, in the order of the columns.
    snapshot : bool
        A delivery states the whole table: what is missing in it has gone.
    whole : bool
        One wrong row spoils all, as in a tree of units: nothing is set aside.
    descriptive : tuple of str
        Columns that may change without changing a figure, such as a name.
    kinds : tuple of str
        The kinds of codes that the table may hold; any when empty.
    position : int
        Where the table stands in a list of all; what others refer to comes first.
    """

    name: str
    title: Text
    explanation: Text
    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    once: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    snapshot: bool = False
    whole: bool = False
    descriptive: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    position: int = 99

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, optional ones included, in order."""
        return tuple(self.schema.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that a delivery must have."""
        return tuple(name for name in self.columns if self.schema.columns[name].required)

    def kind(self, column: str) -> Kind:
        """Return how the text in a column is read."""
        return cast("Kind", self._meta(column)["kind"])

    def refers(self, column: str) -> Refers | None:
        """Return what a code in this column must exist in."""
        return cast("Refers | None", self._meta(column).get("refers"))

    def of_kind(self, *kinds: Kind) -> tuple[str, ...]:
        """Return the columns that are read in one of these ways."""
        return tuple(name for name in self.columns if self.kind(name) in kinds)

    def words(self, column: str) -> tuple[Text, Text]:
        """Return the title and the explanation of a column."""
        title, explanation = cast("tuple[Text, Text]", self._meta(column)["words"])
        return title, explanation

    def choices(self, column: str) -> tuple[str, ...]:
        """Return the words that a column allows; none when it is free."""
        return cast("tuple[str, ...]", self._meta(column).get("choices", ()))

    def schema_of(self, present: Collection[str]) -> pa.DataFrameSchema:
        """Return the contract of a delivery that has these columns."""
        absent = [name for name in self.columns if name not in present]
        filled = {
            name: {"nullable": False}
            for name in self.columns
            if name in present and self._meta(name)["filled"]
        }
        return self.schema.remove_columns(absent).update_columns(filled)

    def _meta(self, column: str) -> dict[str, object]:
        """Return what the contract says beside the type of a column."""
        return cast("dict[str, object]", self.schema.columns[column].metadata)


def contract(columns: Mapping[str, pa.Column]) -> pa.DataFrameSchema:
    """Return the pandera schema over named columns, in their order."""
    return pa.DataFrameSchema(dict(columns), strict=False, ordered=False)


def column(
    kind: Kind,
    title: Text,
    explanation: Text,
    *,
    required: bool = True,
    nullable: bool = False,
    checks: tuple[pa.Check, ...] = (),
    refers: Refers | None = None,
    choices: tuple[str, ...] = (),
    filled: bool = False,
) -> pa.Column:
    """Return one column of a contract.

    Parameters
    ----------
    kind : Kind
        How the delivered text is read; it fixes the type and the usual pattern.
    title, explanation : Text
        What the column is called on screen, and what belongs in it.
    required : bool
        False for a column that a delivery may leave out; it is then empty.
    nullable : bool
        Whether a cell may be empty when the column is there.
    filled : bool
        Whether every cell must be filled once an optional column is there.
    """
    usual = {
        "code": (pa.Check.str_matches(CODE_PATTERN),),
        "id": (pa.Check.str_length(1, LONGEST_CODE),),
        "period": (pa.Check.str_matches(CANONICAL),),
        "number": (pa.Check.in_range(-1e15, 1e15),),
        "count": (pa.Check.in_range(0, 1e12),),
        "words": (pa.Check.str_length(0, LONGEST_WORDS),),
        "choice": (pa.Check.isin(list(choices)),),
    }.get(kind, ())
    # A column's own bounds take the place of the usual ones, so that a value breaks one of them.
    own = {check.name for check in checks}
    return pa.Column(
        FRAME_TYPES[kind],
        checks=[*(check for check in usual if check.name not in own), *checks],
        nullable=nullable or not required,
        required=required,
        title=title.en,
        description=explanation.en,
        metadata={
            "kind": kind,
            "refers": refers,
            "choices": choices,
            "filled": filled,
            "words": (title, explanation),
        },
    )
