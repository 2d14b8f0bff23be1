"""How well a column of a file suits one of ours: by its name, and by what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from model.codes import folded, read_choice, read_flag
from model.errors import OnderstroomError
from model.mapping_words import is_no_answer, likeness, words_of
from model.moments import read_moment
from model.numerals import Notation, read_number
from model.period import parse_period
from pipelines.warehouse import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from model.period import Length
    from model.proposal import SourceColumn
    from model.table import Kind, Table
    from pipelines.programme import Programme

SURE = 0.6
_LOOKED_AT = 200
_EITHER = Notation(point=True, comma=True, three_decimals=True)
_ANY_ZONE = ZoneInfo("UTC")
_WORDS_OF_A_SCALE = 12  # more different words are no answers on a scale


@dataclass(frozen=True)
class Code:
    """A code of the codebook, with the names people may write instead."""

    names: tuple[str, ...]
    kind: str
    scale: tuple[float, float]


@dataclass(frozen=True)
class Known:
    """What a programme knows by now: units and codes, each with its name."""

    units: dict[str, str]
    codes: dict[str, Code]
    length: Length

    def unit(self, text: str) -> str | None:
        """Return the unit that a text is the code or the name of."""
        return _found(text, ((code, (code, name)) for code, name in self.units.items()))

    def code(self, text: str) -> str | None:
        """Return the code that a text is, or is the name of."""
        return _found(text, ((code, (code, *one.names)) for code, one in self.codes.items()))

    def of_table(self, table: Table) -> Known:
        """Return the same with the codes that a table may hold."""
        codes = {
            code: one
            for code, one in self.codes.items()
            if not table.kinds or one.kind in table.kinds
        }
        return Known(self.units, codes, self.length)


def known_of(programme: Programme) -> Known:
    """Return what a programme knows."""
    with open_warehouse(programme, read_only=True) as connection:
        units = connection.execute(
            "SELECT unit_code, max_by(name, valid_from) FROM units GROUP BY 1 ORDER BY 1"
        ).fetchall()
        codes = connection.execute(
            "SELECT code, name_nl, name_en, kind, scale_min, scale_max FROM codebook ORDER BY code"
        ).fetchall()
    return Known(
        units={str(code): str(name or "") for code, name in units},
        codes={
            str(code): Code(tuple(str(name) for name in (nl, en) if name), kind, (low, high))
            for code, nl, en, kind, low, high in codes
        },
        length=programme.period_length,
    )


def suitability(column: SourceColumn, target: str, table: Table, known: Known) -> float:
    """Return how well a column of the file suits one of ours, from 0 to 1."""
    name = likeness(column.name, words_of(table, target))
    test = _test(target, table, known)
    if test is None:
        return name
    share = _share(column, test)
    kind = table.kind(target)
    if kind in ("number", "count"):
        as_words = is_words_of_a_scale(column) and target in ("score", "value")
        return name if share >= 0.5 or as_words else 0.3 * name
    if table.refers(target):
        # Units may be new or called otherwise, so a good name alone still counts.
        return _both(name, 0.9 * share) if share >= 0.5 else 0.8 * name
    if kind in ("moment", "day"):
        return _both(name, 0.7) if share >= 0.9 else 0.3 * name
    return _both(name, 0.9 * share) if share >= 0.8 else 0.3 * name


def is_different_in_every_row(column: SourceColumn) -> bool:
    """Return whether no value occurs twice, as an id does not."""
    return bool(column.values) and column.values[0][1] == 1


def is_number(text: str) -> bool:
    """Return whether a text is a number, or says that there is none."""
    return is_no_answer(text) or read_number(text, _EITHER).value is not None


def is_words_of_a_scale(column: SourceColumn) -> bool:
    """Return whether a column holds few different answers, in words at least partly."""
    return 0 < len(column.values) <= _WORDS_OF_A_SCALE


def is_score(column: SourceColumn) -> bool:
    """Return whether a column may hold scores: numbers, or few different words."""
    numbers = _share(column, is_number)
    repeated = bool(column.values) and column.values[0][1] > 1
    return numbers >= 0.8 or (repeated and is_words_of_a_scale(column))


def is_period(text: str, length: Length) -> bool:
    """Return whether a text can be read as a period of this length."""
    try:
        return bool(parse_period(text, length))
    except OnderstroomError:
        return False


def _test(target: str, table: Table, known: Known) -> Callable[[str], bool] | None:
    """Return what tells whether a text can stand in a column of ours; None when any can."""
    refers, kind = table.refers(target), table.kind(target)
    if refers == "unit" and known.units:
        return lambda text: known.unit(text) is not None
    if refers == "code" and known.codes:
        return lambda text: known.code(text) is not None
    tests: dict[Kind, Callable[[str], bool]] = {
        "period": lambda text: is_period(text, known.length),
        "number": is_number,
        "count": is_number,
        "moment": _is_moment,
        "day": _is_moment,
        "flag": lambda text: read_flag(text).value is not None,
        "choice": lambda text: read_choice(text, table.choices(target)).value is not None,
    }
    return tests.get(kind)


def _is_moment(text: str) -> bool:
    """Return whether a text is a day or a moment, in whichever zone."""
    return read_moment(text, _ANY_ZONE, None).value is not None


def _share(column: SourceColumn, test: Callable[[str], bool]) -> float:
    """Return which share of the different values passes a test."""
    texts = [text for text, _ in column.values[:_LOOKED_AT]]
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _both(one: float, other: float) -> float:
    """Return how sure two signs together make."""
    return 1 - (1 - one) * (1 - other)


def _found(text: str, names: Iterable[tuple[str, tuple[str, ...]]]) -> str | None:
    """Return the code of which a text is a name."""
    wanted = folded(text)
    return next(
        (code for code, known in names if any(folded(name) == wanted for name in known if name)),
        None,
    )
