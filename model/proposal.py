"""A file as a person sees it, and how its columns and words could be those of our table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from model.codes import looks_personal
from model.issue import safe_value

if TYPE_CHECKING:
    from model.text import Language, Text

Part = Literal["columns", "codes", "labels", "units"]
LEAVE_OUT = ""
ROW_LEFT_OUT = "no_row"
MISSING = "missing"
_SAMPLES = 3
_LONGEST_SAMPLE = 30


@dataclass(frozen=True)
class SourceColumn:
    """A column of the supplier's file: its name and its values, the most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]

    @property
    def n_filled(self) -> int:
        """How many cells hold something."""
        return sum(count for _, count in self.values)

    @property
    def samples(self) -> tuple[str, ...]:
        """A few values to recognise the column by; none where people wrote or are named."""
        texts = [text for text, _ in self.values]
        if any(looks_personal(text) or len(text) > _LONGEST_SAMPLE for text in texts[:200]):
            return ()
        return tuple(safe_value(text) for text in texts[:_SAMPLES])


@dataclass(frozen=True)
class Look:
    """What a file holds, without its rows.

    Attributes
    ----------
    cells : dict
        The cells above the table by their reference, such as ``B2``.
    is_one_of_several : bool
        Whether other sheets could have been meant, so that a mapping must name this one.
    """

    file_name: str
    sheet: str | None
    columns: tuple[SourceColumn, ...]
    cells: dict[str, str]
    n_rows: int
    is_one_of_several: bool = False

    def column(self, name: str) -> SourceColumn:
        """Return the column with a name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    value: str
    title: Text


@dataclass(frozen=True)
class Choice:
    """One thing to decide about a file, with the best guess as answer.

    Attributes
    ----------
    key : str
        One of our columns, or ``code:``, ``label:`` or ``unit:`` with a word of the file.
    part : str
        Which part of the mapping it is about.
    answer : str
        The value of the chosen option; empty is left out.
    certainty : float
        How good the guess is, from 0 to 1; 1 when a person answered.
    is_required : bool
        Whether an empty answer is a question still open.
    samples : tuple of str
        Values of the file that help to decide.
    """

    key: str
    part: Part
    title: Text
    answer: str
    certainty: float
    options: tuple[Option, ...]
    is_required: bool = False
    samples: tuple[str, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether a person still has to answer it; a column of ours cannot be left out."""
        may_be_empty = self.part != "columns" and self.certainty == 1
        return self.is_required and not self.answer and not may_be_empty

    def option(self) -> Option | None:
        """Return the chosen option."""
        return next((option for option in self.options if option.value == self.answer), None)

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the choice as ``map --json`` prints it."""
        return {
            "key": self.key,
            "part": self.part,
            "title": self.title.in_language(language),
            "answer": self.answer,
            "certainty": round(self.certainty, 2),
            "is_question": self.is_question,
            "samples": list(self.samples),
            "options": [option.value for option in self.options],
        }


@dataclass(frozen=True)
class Proposal:
    """How a file could become one of our tables.

    Attributes
    ----------
    name : str
        What the mapping could be called.
    declaration : dict
        The mapping as its TOML file declares it.
    """

    table: str
    name: str
    file_name: str
    choices: tuple[Choice, ...]
    declaration: dict[str, Any] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Choice, ...]:
        """What a person still has to answer."""
        return tuple(choice for choice in self.choices if choice.is_question)

    def choice(self, key: str) -> Choice:
        """Return the choice with a key."""
        return next(choice for choice in self.choices if choice.key == key)

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the proposal as ``map --json`` prints it."""
        return {
            "table": self.table,
            "name": self.name,
            "choices": [choice.as_json(language) for choice in self.choices],
            "questions": [choice.key for choice in self.questions],
            "mapping": self.declaration,
        }
