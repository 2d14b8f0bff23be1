"""From a look at a file to a proposal: which of its columns and words are ours, what is unknown."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from model.errors import UsageError
from model.proposal import LEAVE_OUT, Choice, Proposal
from model.tables import TABLES, find_table
from model.text import Text
from pipelines.mapping_columns import Layout, column_choices, layout_of
from pipelines.mapping_declaration import declaration_of
from pipelines.mapping_evidence import known_of
from pipelines.mapping_labels import code_choices, label_choices, unit_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.proposal import Look
    from model.table import Table
    from pipelines.mapping_evidence import Known
    from pipelines.programme import Programme

_LEAST = 0.4


def propose(
    programme: Programme,
    look: Look,
    *,
    table: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """Propose how a file becomes a table: best guesses, and questions where nothing is near.

    Parameters
    ----------
    table : str, optional
        Name or alias of the table; default the one that the columns suit best.
    answers : mapping of str to str, optional
        What a person decided: the key of a choice with the value of one of its options; what
        is not in it is guessed.

    Raises
    ------
    UsageError
        When an answer is to no choice or not among its options, or no table comes near.
    """
    known = known_of(programme)
    given = dict(answers or {})
    contract = find_table(table) if table else _likeliest(look, known)
    layout = layout_of(contract, look, known.of_table(contract), given)
    choices = _answered(column_choices(contract, look, layout), given, look)
    choices += _with_a_code(_answered(code_choices(look, layout, choices), given, look), layout)
    choices += _answered(label_choices(look, layout, choices), given, look)
    choices += _answered(unit_choices(look, layout, choices), given, look)
    for key in given:
        if key not in {choice.key for choice in choices}:
            raise _no_such_choice(key, choices)
    name = _name(look.file_name)
    return Proposal(
        table=contract.name,
        name=name,
        file_name=look.file_name,
        choices=tuple(choices),
        declaration=declaration_of(layout, look, choices, name=name),
    )


def _with_a_code(choices: list[Choice], layout: Layout) -> list[Choice]:
    """Return the choices about codes; all are open when every column was left out."""
    if layout.spread and not any(choice.answer for choice in choices):
        return [replace(choice, certainty=0.0) for choice in choices]
    return choices


def _likeliest(look: Look, known: Known) -> Table:
    """Return the table whose required columns are found best."""

    def found(table: Table) -> float:
        layout = layout_of(table, look, known.of_table(table), {})
        filled = {one.key: one.certainty for one in column_choices(table, look, layout)}
        filled |= dict.fromkeys(layout.spread, 1.0 if any(layout.codes.values()) else _LEAST)
        # What is missing counts against, so that of two that fit the one that explains more wins.
        return sum(filled.get(name) or -1.0 for name in table.required)

    best = max(TABLES.values(), key=lambda table: (found(table), -table.position))
    if found(best) < _LEAST * len(best.required):
        raise UsageError(
            Text(
                nl="Het is niet te zien welke tabel dit bestand is.",
                en="It cannot be seen which table this file is.",
            ),
            where=look.file_name,
            remedy=Text(nl="kies met --table uit: {t}", en="choose with --table from: {t}").fill(
                t=", ".join(TABLES)
            ),
        )
    return best


def _answered(choices: list[Choice], given: dict[str, str], look: Look) -> list[Choice]:
    """Return the choices with the answers that a person gave in place of the guesses."""
    return [
        replace(choice, answer=_value(given[choice.key], choice, look), certainty=1.0)
        if choice.key in given
        else choice
        for choice in choices
    ]


def _value(answer: str, choice: Choice, look: Look) -> str:
    """Return the value of the option that an answer means."""
    values = [option.value for option in choice.options]
    named = {f"column:{name}".casefold(): f"column:{name}" for name in look.names}
    for wanted in (answer, f"column:{answer}"):
        if wanted in values:
            return wanted
        if choice.part == "columns" and wanted.casefold() in named:
            return named[wanted.casefold()]
    if answer == LEAVE_OUT or (choice.part == "columns" and answer.startswith("constant:")):
        return answer
    near = get_close_matches(answer, [value.partition(":")[2] or value for value in values], n=3)
    raise UsageError(
        Text(
            nl='"{a}" is geen antwoord op {k}.',
            en='"{a}" is no answer to {k}.',
        ).fill(a=answer, k=choice.key),
        where=look.file_name,
        remedy=Text(nl="kies uit: {v}", en="choose from: {v}").fill(
            v=", ".join(near or values[:20])
        ),
    )


def _no_such_choice(key: str, choices: list[Choice]) -> UsageError:
    """Return the error for an answer that nothing asked for."""
    keys = [choice.key for choice in choices]
    near = get_close_matches(key, keys, n=3)
    return UsageError(
        Text(nl='Er is geen vraag "{k}".', en='There is no question "{k}".').fill(k=key),
        where="--answer",
        remedy=Text(nl="kies uit: {v}", en="choose from: {v}").fill(v=", ".join(near or keys[:20])),
    )


def _name(file_name: str) -> str:
    """Return a name for the mapping: that of the file, without its period and suffix."""
    words = re.sub(r"\.\w+$", "", file_name.casefold())
    words = re.sub(r"(20\d\d[-_ ]?[qkh]?\d{0,2}|[qkh]\d[-_ ]?20\d\d)", " ", words)
    return "-".join(re.findall(r"[a-z0-9]+", words))[:40] or "mapping"
