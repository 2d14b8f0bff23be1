"""Which words of a file stand for our codes, numbers and units."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from model.codes import folded
from model.issue import safe_value
from model.mapping_words import TOTALS, is_no_answer, label_value
from model.proposal import LEAVE_OUT, MISSING, ROW_LEFT_OUT, Choice, Option
from model.text import Text, format_number, same
from pipelines.mapping_columns import code_and_value
from pipelines.mapping_evidence import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from model.proposal import Look
    from pipelines.mapping_columns import Layout

_MOST_WORDS = 60
_MOST_UNITS = 500
_LARGEST_SCALE = 11
_AS_IT_IS = Text(nl="– laten staan –", en="– leave as it is –")
_NO_ANSWER = Text(nl="geen antwoord", en="no answer")
_NO_ROW = Text(nl="rij niet meetellen (totaal)", en="do not count the row (total)")
_NO_CODE = Text(nl="– kolom weglaten –", en="– leave the column out –")


def code_choices(look: Look, layout: Layout, choices: Sequence[Choice]) -> list[Choice]:
    """Return what codes the columns side by side are, or the words in a column of codes."""
    codes = [Option(code, _named(code, one.names)) for code, one in layout.known.codes.items()]
    if layout.spread:
        nothing = Option(LEAVE_OUT, _NO_CODE)
        return [
            Choice(
                key=f"code:{name}",
                part="codes",
                title=same(safe_value(name)),
                answer=code,
                certainty=0.95 if code else 0.0,
                options=(nothing, *codes),
                is_required=True,
                samples=look.column(name).samples,
            )
            for name, code in layout.codes.items()
        ]
    pair = code_and_value(layout.table)
    if not pair:
        return []
    found = []
    for word in _words(look, choices, pair[:1])[:_MOST_WORDS]:
        if word not in layout.known.codes:
            code = layout.known.code(word) or _near(word, layout.known.codes)
            found.append(
                Choice(
                    key=f"code:{word}",
                    part="codes",
                    title=same(safe_value(word)),
                    answer=code or "",
                    certainty=_certainty(code, layout.known.code(word)),
                    options=(Option(LEAVE_OUT, _AS_IT_IS), *codes),
                    is_required=True,
                )
            )
    return found


def label_choices(look: Look, layout: Layout, choices: Sequence[Choice]) -> list[Choice]:
    """Return what numbers the answers in words stand for."""
    pair = code_and_value(layout.table)
    if not pair:
        return []
    if layout.spread:
        columns = [one for one in choices if one.part == "codes" and one.answer]
        texts = _texts(look, [one.key.removeprefix("code:") for one in columns])
    else:
        texts = _words(look, choices, pair[1:])
    words = [text for text in texts if not is_number(text) or is_no_answer(text)]
    if len(words) > _MOST_WORDS:
        return []
    scale = _scale(layout, choices)
    numbers = _numbers(scale)
    return [
        Choice(
            key=f"label:{word}",
            part="labels",
            title=same(safe_value(word)),
            answer=(value := _label(word, scale)),
            certainty=0.9 if value else 0.0,
            options=(Option(LEAVE_OUT, _AS_IT_IS), Option(MISSING, _NO_ANSWER), *numbers),
            is_required=True,
        )
        for word in words
    ]


def unit_choices(look: Look, layout: Layout, choices: Sequence[Choice]) -> list[Choice]:
    """Return which units the names in the file are, and which rows are totals."""
    units = layout.known.units
    if layout.table.name == "units" or not units:
        return []
    options = tuple(Option(code, _named(code, (name,))) for code, name in units.items())
    names = {name: code for code, name in units.items() if name}
    found = []
    for word in _words(look, choices, ("unit_code",))[:_MOST_UNITS]:
        if word in units:
            continue
        exact = layout.known.unit(word)
        near = exact or _near(word, units) or names.get(_near(word, names) or "")
        if exact is None and folded(word) in TOTALS:
            exact = near = ROW_LEFT_OUT
        found.append(
            Choice(
                key=f"unit:{word}",
                part="units",
                title=same(safe_value(word)),
                answer=near or "",
                certainty=_certainty(near, exact),
                options=(Option(LEAVE_OUT, _AS_IT_IS), Option(ROW_LEFT_OUT, _NO_ROW), *options),
                is_required=True,
            )
        )
    return found


def _words(look: Look, choices: Sequence[Choice], targets: Iterable[str]) -> list[str]:
    """Return the different texts in the columns that were chosen for columns of ours."""
    answers = [choice.answer for choice in choices if choice.key in set(targets)]
    return _texts(look, [one.removeprefix("column:") for one in answers if "column:" in one])


def _texts(look: Look, columns: Iterable[str]) -> list[str]:
    """Return the different texts in columns of the file, the most frequent first."""
    counts: dict[str, int] = {}
    for name in columns:
        for text, count in look.column(name).values:
            counts[text] = counts.get(text, 0) + count
    return sorted(counts, key=lambda text: -counts[text])


def _near(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that comes near, when one does."""
    by_fold = {folded(one): one for one in known}
    near = get_close_matches(folded(word), list(by_fold), n=1, cutoff=0.8)
    return by_fold[near[0]] if near else None


def _certainty(answer: str | None, exact: str | None) -> float:
    """Return how sure an answer is: exact, or only near."""
    if answer is None:
        return 0.0
    return 0.95 if exact is not None else 0.7


def _scale(layout: Layout, choices: Sequence[Choice]) -> tuple[float, float] | None:
    """Return the scale that all codes in the file share, or None."""
    codes = {one.answer for one in choices if one.part == "codes" and one.answer}
    used = codes or set(layout.known.codes)
    scales = {layout.known.codes[code].scale for code in used if code in layout.known.codes}
    return scales.pop() if len(scales) == 1 else None


def _numbers(scale: tuple[float, float] | None) -> list[Option]:
    """Return the numbers of a scale to choose from."""
    low, high = (0, 10) if scale is None else (int(scale[0]), int(scale[1]))
    if high - low >= _LARGEST_SCALE:
        low, high = 0, 10
    return [
        Option(str(n), Text(nl=format_number(n, "nl", digits=0), en=str(n)))
        for n in range(low, high + 1)
    ]


def _label(word: str, scale: tuple[float, float] | None) -> str:
    """Return the number that a word stands for, that it is no answer, or nothing when unsure."""
    if is_no_answer(word):
        return MISSING
    value = label_value(word, *scale) if scale else None
    return "" if value is None else str(value)


def _named(code: str, names: Iterable[str]) -> Text:
    """Return a code with its name."""
    words = [name for name in names if name]
    return Text(nl=f"{code} {words[0]}", en=f"{code} {words[-1]}") if words else same(code)
