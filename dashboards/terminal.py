"""What the command line shows of any work: a bar per step, one JSON object, three-line errors."""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.errors import OnderstroomError
    from model.text import Language
    from pipelines.programme import Programme
    from pipelines.progress import Progress as Teller

_FIRST = Text(
    nl="Begin met de eenheden: vul het sjabloon in en laad het.\n"
    "  export ONDERSTROOM_PROGRAMME={folder}\n"
    "  onderstroom template units\n"
    "  onderstroom load units units.xlsx",
    en="Begin with the units: fill in the template and load it.\n"
    "  export ONDERSTROOM_PROGRAMME={folder}\n"
    "  onderstroom template units\n"
    "  onderstroom load units units.xlsx",
)


@contextmanager
def progress(language: Language, *, quiet: bool) -> Iterator[Teller]:
    """Show a bar per step on the error stream, or nothing when the answer is JSON."""
    if quiet:
        from pipelines.progress import silent

        yield silent
        return
    columns = (TextColumn("{task.description:<52}"), BarColumn(28), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        known: dict[str, Any] = {}

        def tell(step: Text, share_done: float) -> None:
            # Steps are told one after another: a new one means that those before it are done.
            if step.en not in known:
                for task in known.values():
                    bars.update(task, completed=1)
                known[step.en] = bars.add_task(step.in_language(language), total=1)
            bars.update(known[step.en], completed=share_done)

        yield tell
        for task in known.values():
            bars.update(task, completed=1)


def show_error(error: OnderstroomError, language: Language, *, as_json: bool) -> None:
    """Print what happened, where and what to do."""
    if as_json:
        print_json(error.as_json())
    else:
        Console(stderr=True).print(error.in_language(language), markup=False, highlight=False)


def show_files(files: list[Path], *, as_json: bool) -> None:
    """Print which files were written."""
    if as_json:
        print_json({"files": [str(path) for path in files]})
        return
    # A path is one line, however narrow the window: it is there to be copied.
    names = "\n".join(str(path) for path in files)
    Console().print(names, markup=False, highlight=False, soft_wrap=True)


def show_programme(made: Programme, *, as_json: bool) -> None:
    """Print the folder of a new programme and, to a person, what to do first."""
    show_files([made.folder], as_json=as_json)
    if not as_json:
        words = _FIRST.fill(folder=shlex.quote(str(made.folder))).in_language(made.language)
        Console(stderr=True).print(words, markup=False, highlight=False, soft_wrap=True)


def show_address(programme: Programme, port: int, *, as_json: bool) -> None:
    """Print the verdict in one sentence and where the page is served."""
    address = f"http://localhost:{port}"
    if as_json:
        print_json({"address": address})
        return
    Console().print(f"{escape(programme.name)}: [bold]{address}[/bold]")


def print_json(found: object) -> None:
    """Print one JSON object and nothing else."""
    json.dump(found, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")
