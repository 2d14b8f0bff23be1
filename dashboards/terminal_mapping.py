"""What the command line asks and shows to map a supplier's file by hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.prompt import Confirm, Prompt
from rich.table import Table

from dashboards.terminal import print_json
from model.errors import UsageError
from model.text import Text
from pipelines.look import look
from pipelines.propose import propose
from pipelines.save_mapping import preview, save_mapping, still_open

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from model.proposal import Choice, Proposal
    from model.text import Language
    from pipelines.programme import Programme

_HEADS = (
    Text(nl="vraag", en="question"),
    Text(nl="naam", en="name"),
    Text(nl="antwoord", en="answer"),
    Text(nl="zekerheid", en="certainty"),
)
_TABLE = Text(nl="Tabel: {t}", en="Table: {t}")
_UNKNOWN = Text(nl="onbekend", en="unknown")
_ASK = Text(nl="Wat is {k}?", en="What is {k}?")
_CHANGE = Text(
    nl="Iets anders? Geef de vraag, of Enter om door te gaan",
    en="Anything else? Give the question, or Enter to go on",
)
_NAME = Text(nl="Bewaren onder welke naam?", en="Save under which name?")
_OVERWRITE = Text(nl="{n} bestaat al. Vervangen?", en="{n} exists. Overwrite?")
_SAVED = Text(
    nl="Bewaard. Volgende keer: onderstroom load {t} {f} --mapping {n}",
    en="Saved. Next time: onderstroom load {t} {f} --mapping {n}",
)
_ROWS = Text(nl="Wordt {n} {n:rij|rijen}; de eerste:", en="Becomes {n} {n:row|rows}; the first:")
_NOT_SAVED = Text(
    nl="Nog niets bewaard; bewaar met --name {n}", en="Nothing saved yet; save with --name {n}"
)
_OPTIONS_SHOWN = 40


def read_answers(texts: Sequence[str]) -> dict[str, str]:
    """Return answers such as ``unit_code=Afdeling`` by the question that each is to.

    Raises
    ------
    UsageError
        When one has no ``=``.
    """
    for text in texts:
        if "=" not in text:
            raise UsageError(
                Text(nl='"{t}" is geen antwoord.', en='"{t}" is no answer.').fill(t=text),
                where="--answer",
                remedy=Text(
                    nl="schrijf bijvoorbeeld unit_code=Afdeling",
                    en="write for example unit_code=Department",
                ),
            )
    # A word of the file may hold "=", an answer never does.
    return {key: value for key, _, value in (text.rpartition("=") for text in texts)}


def map_file(
    programme: Programme,
    path: Path,
    *,
    table: str | None,
    name: str,
    answers: dict[str, str],
    replace: bool,
    as_json: bool,
) -> None:
    """Propose a mapping of a file, ask what is unknown where there is somebody, and save it."""
    seen = look(programme, path, table=table)

    def proposed() -> Proposal:
        return propose(programme, seen, table=table, answers=answers)

    proposal = proposed()
    is_asked = not as_json and sys.stdin.isatty()
    if is_asked:
        proposal = _asked(proposal, proposed, answers, programme.language)
        name = name or Prompt.ask(_NAME.in_language(programme.language), default=proposal.name)
        replace = replace or _may_replace(programme, name)
    if not proposal.questions and name:
        save_mapping(programme, proposal, name, replace=replace)
    is_saved = bool(name) and not proposal.questions
    if as_json:
        print_json(proposal.as_json(programme.language) | {"saved": name if is_saved else None})
    else:
        _show(programme, path, proposal, saved=name if is_saved else "", listed=not is_asked)
    if name and not is_saved:
        raise still_open(proposal)


def _asked(
    proposal: Proposal,
    proposed: Callable[[], Proposal],
    answers: dict[str, str],
    language: Language,
) -> Proposal:
    """Ask what is unknown, then whatever the person wants to change."""
    while proposal.questions:
        _ask(proposal.questions[0], answers, language)
        proposal = proposed()
    while True:
        _list(proposal, language)
        keys = [choice.key for choice in proposal.choices]
        key = Prompt.ask(_CHANGE.in_language(language), choices=["", *keys], show_choices=False)
        if not key:
            return proposal
        _ask(proposal.choice(key), answers, language)
        proposal = proposed()


def _ask(choice: Choice, answers: dict[str, str], language: Language) -> None:
    """Let a person choose one of the options by its number."""
    console = Console()
    options = choice.options
    shown = f"{choice.title.in_language(language)} ({', '.join(choice.samples)})"
    console.print(f"\n[bold]{escape(shown if choice.samples else choice.key)}[/bold]")
    for number, option in enumerate(options[:_OPTIONS_SHOWN]):
        console.print(f"  {number:>2}  {escape(option.title.in_language(language))}")
    question = _ASK.fill(k=choice.key).in_language(language)
    numbers = [str(number) for number in range(len(options))]
    chosen = Prompt.ask(question, choices=numbers, show_choices=False)
    answers[choice.key] = options[int(chosen)].value


def _may_replace(programme: Programme, name: str) -> bool:
    """Return whether a mapping of this name may be overwritten; False when there is none."""
    if not (programme.folder / "mappings" / f"{name}.toml").exists():
        return False
    return Confirm.ask(_OVERWRITE.fill(n=name).in_language(programme.language))


def _show(
    programme: Programme, path: Path, proposal: Proposal, *, saved: str, listed: bool
) -> None:
    """Print the choices, the first rows and what to do next."""
    console, language = Console(), programme.language
    if listed:
        _list(proposal, language)
    if not proposal.questions:
        found = preview(programme, path, proposal, limit=5)
        console.print(_ROWS.fill(n=found.rows_in or 0).in_language(language), highlight=False)
        rows = Table(*found.columns)
        for row in found.rows:
            rows.add_row(*map(escape, row))
        console.print(rows)
    words = _SAVED if saved else _NOT_SAVED
    filled = words.fill(t=proposal.table, f=path.name, n=saved or proposal.name)
    console.print(filled.in_language(language), markup=False, highlight=False)


def _list(proposal: Proposal, language: Language) -> None:
    """Print every choice with its answer."""
    console = Console()
    console.print(_TABLE.fill(t=proposal.table).in_language(language), highlight=False)
    found = Table(*(head.in_language(language) for head in _HEADS))
    for choice in proposal.choices:
        if choice.answer or choice.is_required:
            option = choice.option()
            words = option.title.in_language(language) if option else choice.answer
            unknown = _UNKNOWN.in_language(language)
            found.add_row(
                escape(choice.key),
                escape(choice.title.in_language(language)),
                f"[bold]{unknown}[/bold]" if choice.is_question else escape(words),
                f"{choice.certainty:.0%}" if choice.answer else "",
            )
    console.print(found)
