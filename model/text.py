"""Words in two languages, and numbers and dates as each language writes them."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - dataclasses and callers read the annotation
from dataclasses import dataclass
from typing import Literal

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
DEFAULT_LANGUAGE: Language = "nl"


@dataclass(frozen=True)
class Text:
    """One sentence or word in Dutch and in English.

    Parameters
    ----------
    nl, en : str
        The same words; may hold ``{name}`` placeholders for :meth:`fill`, and ``{name:row|rows}``
        for the word that goes with a number (see :class:`Count`).
    """

    nl: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the words in one language."""
        return self.nl if language == "nl" else self.en

    def fill(self, **values: object) -> Text:
        """Return the text with its placeholders filled; a value may be a text itself."""
        return Text(
            nl=self.nl.format(**{name: _in(value, "nl") for name, value in values.items()}),
            en=self.en.format(**{name: _in(value, "en") for name, value in values.items()}),
        )


class Count(str):
    """A value in a sentence; ``{n:row|rows}`` gives the word that goes with it."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        """Return the value itself, or of two words the first for one and the second for others."""
        one, both, many = words.partition("|")
        if not both:
            return super().__format__(words)
        return one if self == "1" else many


def same(words: str) -> Text:
    """Return words that are alike in both languages, such as a code."""
    return Text(nl=words, en=words)


def format_number(value: float, language: Language, *, digits: int = 1) -> str:
    """Return ``1.234,5`` in Dutch and ``1,234.5`` in English, with a true minus sign."""
    places = f".{'0' * digits}" if digits else ""
    # Rounded first: a value such as -0.04 must not be shown as "−0,0".
    written = format_decimal(round(value, digits) + 0.0, format=f"#,##0{places}", locale=language)
    return written.replace("-", "−")


def format_signed(value: float, language: Language, *, digits: int = 1) -> str:
    """Return a number with its sign, as a change or an NPS is written: ``+12``."""
    written = format_number(value, language, digits=digits)
    return f"+{written}" if round(value, digits) > 0 else written


def format_share(value: float, language: Language, *, digits: int = 1) -> str:
    """Return a percentage from a value between 0 and 100: ``12,5%``."""
    return f"{format_number(value, language, digits=digits)}%"


def format_date(day: dt.date, language: Language) -> str:
    """Return ``30-09-2026`` in Dutch and ``30 Sep 2026`` in English."""
    return babel_date(day, format="dd-MM-yyyy" if language == "nl" else "d MMM yyyy", locale="en")


def join_words(words: list[str], language: Language) -> str:
    """Return ``a, b en c`` or ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    last = {"nl": " en ", "en": " and "}[language]
    return ", ".join(words[:-1]) + last + words[-1]


def _in(value: object, language: Language) -> Count:
    """Return a value as it stands in a sentence of one language."""
    return Count(value.in_language(language) if isinstance(value, Text) else value)
