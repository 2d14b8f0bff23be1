"""From the choices about a file to the mapping that declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from model.codes import folded
from model.mapping_words import STABLE_PERSON
from model.proposal import MISSING, ROW_LEFT_OUT
from pipelines.mapping_columns import FILE_NAME, PERIOD_IN_NAME, code_and_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.proposal import Choice, Look
    from pipelines.mapping_columns import Layout


def declaration_of(
    layout: Layout, look: Look, choices: Sequence[Choice], *, name: str
) -> dict[str, Any]:
    """Return the mapping that the choices make, as a TOML file declares it.

    Parameters
    ----------
    name : str
        What goes before numbers that suppliers use again in every survey.
    """
    columns = {
        choice.key: _source(choice, layout, name=name)
        for choice in choices
        if choice.part == "columns" and choice.answer
    }
    made: dict[str, Any] = {"title": name, "table": layout.table.name}
    if look.is_one_of_several and look.sheet:
        made["sheet"] = look.sheet
    labels = _given(choices, "labels")
    if missing := [word for word, value in labels.items() if value == MISSING]:
        made["missing"] = missing
    numbers = {word: _number(value) for word, value in labels.items() if value != MISSING}
    units = _given(choices, "units")
    moved = {word: code for word, code in units.items() if code != ROW_LEFT_OUT}
    columns = _with_labels(columns, "unit_code", moved)
    codes = _given(choices, "codes")
    if layout.spread:
        code, value = layout.spread
        made["columns"] = columns
        made["long"] = {"name_to": code, "value_to": value, "names": codes}
        if numbers:
            made["long"]["labels"] = numbers
    else:
        pair = code_and_value(layout.table)
        if pair:
            columns = _with_labels(columns, pair[0], codes)
            columns = _with_labels(columns, pair[1], numbers)
        made["columns"] = columns
    left_out = [word for word, code in units.items() if code == ROW_LEFT_OUT]
    if keeps := [*_filled(layout, columns), *_without(columns, left_out)]:
        made["keep"] = keeps
    return made


def _filled(layout: Layout, columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Return that a row without a value does not count, in a table that needs one."""
    value = code_and_value(layout.table)[1:]
    if layout.spread or not value or layout.table.schema.columns[value[0]].nullable:
        return []
    source = _named(columns.get(value[0], {}))
    return [{"column": source["column"], "filled": True}] if "column" in source else []


def _without(columns: dict[str, Any], words: list[str]) -> list[dict[str, Any]]:
    """Return that rows of these units, which are totals, do not count."""
    source = _named(columns.get("unit_code", {}))
    return [{"column": source["column"], "is_not": words}] if words else []


def _source(choice: Choice, layout: Layout, *, name: str) -> str | dict[str, Any]:
    """Return where the values of one of our columns come from."""
    kind, _, text = choice.answer.partition(":")
    if choice.answer == FILE_NAME:
        return {"file_name": PERIOD_IN_NAME[layout.known.length]}
    if kind != "column":
        return {kind: text}
    source: dict[str, Any] = {"column": text}
    if write := _write(choice.key, text, layout, name=name):
        source["write"] = write
    if not choice.is_required:
        source["optional"] = True
    return text if len(source) == 1 else source


def _write(target: str, source: str, layout: Layout, *, name: str) -> str | None:
    """Return how a number is written so that it stays unique over surveys and questions."""
    if not layout.spread:
        return None
    if target == "response_id":
        return f"{name}-{{period}}-{{text}}-{{item}}"
    is_stable = any(word in folded(source) for word in STABLE_PERSON)
    return f"{name}-{{period}}-{{text}}" if target == "respondent_id" and not is_stable else None


def _given(choices: Sequence[Choice], part: str) -> dict[str, str]:
    """Return the words of one part with what they stand for."""
    return {
        choice.key.partition(":")[2]: choice.answer
        for choice in choices
        if choice.part == part and choice.answer
    }


def _with_labels(columns: dict[str, Any], target: str, labels: dict[str, Any]) -> dict[str, Any]:
    """Return the sources, with what the words in one of them stand for."""
    if not labels or target not in columns:
        return columns
    return columns | {target: _named(columns[target]) | {"labels": labels}}


def _named(source: str | dict[str, Any]) -> dict[str, Any]:
    """Return a source as a table of keys."""
    return {"column": source} if isinstance(source, str) else source


def _number(text: str) -> int | float:
    """Return a number as TOML writes it."""
    value = float(text)
    return int(value) if value.is_integer() else value
