"""What the command line shows: tables, bars and the three lines of a mistake."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from model.text import Text, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.accept import LoadReport
    from pipelines.read import Release

    from model.errors import OnderstroomError
    from model.hypothesis import Hypothesis
    from model.text import Language
    from pipelines.programme import Programme
    from pipelines.progress import Progress as Teller

_OUTCOMES = {
    "accept": Text(nl="Alles geladen", en="Everything loaded"),
    "accept_warn": Text(nl="Geladen, met twijfels", en="Loaded, with doubts"),
    "quarantine": Text(
        nl="Goede rijen geladen, foute rijen apart gezet",
        en="Good rows loaded, bad rows set aside",
    ),
    "confirm": Text(nl="Nog niets gewijzigd: bevestig eerst", en="Nothing changed: confirm first"),
    "reject": Text(nl="Afgewezen, niets gewijzigd", en="Rejected, nothing changed"),
    "no_change": Text(nl="Stond er al, niets gewijzigd", en="Already there, nothing changed"),
}
_ROWS = Text(
    nl="{n_in} rijen: {loaded} geladen, {aside} apart gezet, {same} ongewijzigd",
    en="{n_in} rows: {loaded} loaded, {aside} set aside, {same} unchanged",
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
        _print_json(error.as_json())
    else:
        Console(stderr=True).print(error.in_language(language), markup=False, highlight=False)


def show_report(report: LoadReport, language: Language, *, as_json: bool) -> None:
    """Print the outcome of a load and its findings, most important first."""
    found = report.as_json(language)
    if as_json:
        _print_json(found)
        return
    console = Console()
    console.print(f"[bold]{_OUTCOMES[str(found['outcome'])].in_language(language)}[/bold]")
    if found["rows_in"] is not None:
        counts = _ROWS.fill(
            n_in=found["rows_in"],
            loaded=found["rows_loaded"],
            aside=found["rows_set_aside"],
            same=found["rows_unchanged"],
        )
        console.print(counts.in_language(language))
    issues: Any = found["issues"]
    for issue in issues:
        place = [issue["file"], issue["sheet"], issue["row"], issue["column"]]
        where = " · ".join(str(part) for part in place if part not in (None, ""))
        times = f" (×{issue['count']})" if issue["count"] > 1 else ""
        console.print(f"\n[bold]{escape(issue['message'])}[/bold]{times}", highlight=False)
        console.print(f"  {escape(where)}\n  → {escape(issue['fix'])}", highlight=False)
    if found.get("token"):
        console.print(f"\n--confirm {found['token']}")


def show_verdict(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print the verdict in a sentence, both directions and the reasons."""
    if as_json:
        _print_json(found)
        return
    console = Console()
    console.print(f"[bold]{escape(found[f'sentence_{language}'])}[/bold]")
    table = Table(
        "", *(("schatting", "95%", "p") if language == "nl" else ("estimate", "95%", "p"))
    )
    for direction in ("forward", "reverse"):
        numbers = found[direction]
        names = (found["cause"], found["outcome"])
        first, second = names if direction == "forward" else names[::-1]
        table.add_row(
            f"{first} → {second}",
            _number(numbers["estimate"], language),
            f"{_number(numbers['low'], language)} … {_number(numbers['high'], language)}",
            _number(numbers["p"], language, digits=3),
        )
    console.print(table)
    for reason in found[f"reasons_{language}"]:
        console.print(f"  · {escape(reason)}", highlight=False)


def show_status(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print the loads, then per source and period how many units delivered."""
    if as_json:
        _print_json(found)
        return
    console = Console()
    heads = (
        ("load", "tabel", "bestand", "geladen", "apart")
        if language == "nl"
        else ("load", "table", "file", "loaded", "set aside")
    )
    loads = Table(*heads)
    for one in found["loads"]:
        keys = ("load_id", "table_name", "file_name", "rows_loaded", "rows_set_aside")
        loads.add_row(*(escape(str(one[key])) for key in keys))
    console.print(loads)
    sources: dict[str, dict[str, int]] = {}
    for cell in found["completeness"]:
        units = sources.setdefault(cell["source"], {})
        units[cell["period"]] = units.get(cell["period"], 0) + (cell["state"] != "missing")
    for source, periods in sources.items():
        counts = "  ".join(f"{period}: {n}" for period, n in sorted(periods.items()))
        console.print(f"[bold]{source}[/bold]  {counts}", highlight=False)


def show_release(release: Release, language: Language, *, as_json: bool) -> None:
    """Print a release's name, its primary verdict and what it holds."""
    primary = release.table("verdicts").filter(release.table("verdicts")["is_primary"]).to_dicts()
    sentence = primary[0][f"sentence_{language}"] if primary else ""
    if as_json:
        _print_json({"release": release.name, "sentence": sentence, "manifest": release.manifest})
        return
    word = Text(nl="Uitgave", en="Release").in_language(language)
    Console().print(f"{word} {release.name}\n[bold]{escape(sentence)}[/bold]", highlight=False)


def show_releases(found: list[dict[str, Any]], language: Language, *, as_json: bool) -> None:
    """Print the releases, newest first."""
    if as_json:
        _print_json(found)
        return
    table = Table(
        *(("uitgave", "wanneer", "wie") if language == "nl" else ("release", "when", "who"))
    )
    for one in found:
        table.add_row(*(escape(str(one[key])) for key in ("release", "published_at", "who")))
    Console().print(table)


def show_built(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print what was built."""
    if as_json:
        _print_json(found)
        return
    done = Text(nl="Opgebouwd", en="Built").in_language(language)
    Console().print(f"{done}: " + ", ".join(f"{key} {value}" for key, value in found.items()))


def show_hypotheses(found: list[Hypothesis], language: Language, *, as_json: bool) -> None:
    """Print versions of hypotheses with when they were written down."""
    if as_json:
        _print_json([asdict(one) | {"frozen_hash": one.frozen_hash} for one in found])
        return
    afterwards = Text(nl="achteraf", en="afterwards").in_language(language)
    for one in found:
        mark = f" [{afterwards}]" if one.afterwards else ""
        Console().print(
            f"{one.name} v{one.version}{mark}  {one.cause} → {one.outcome} ({one.sign}), "
            f"{one.first_lag}-{one.last_lag}, {one.first_period}…  {one.registered_at}\n"
            f"  {one.purpose}\n  {one.frozen_hash[:16]}",
            markup=False,
            highlight=False,
        )


def show_undo(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print what an undone load took away and gave back."""
    if as_json:
        _print_json(found)
        return
    done = Text(
        nl="Lading {load_id} is teruggenomen: {rows_removed} rijen weg, {rows_restored} terug.",
        en="Load {load_id} was taken back: {rows_removed} rows gone, {rows_restored} restored.",
    )
    Console().print(done.fill(**found).in_language(language))


def show_files(files: list[Path], *, as_json: bool) -> None:
    """Print which files were written."""
    if as_json:
        _print_json({"files": [str(path) for path in files]})
        return
    Console().print("\n".join(str(path) for path in files), markup=False, highlight=False)


def show_programme(made: Programme, *, as_json: bool) -> None:
    """Print the folder of a new programme."""
    show_files([made.folder], as_json=as_json)


def show_fingerprint(found: dict[str, Any], *, as_json: bool) -> None:
    """Print rows and hash per table."""
    if as_json:
        _print_json(found)
        return
    for table, state in found.items():
        Console().print(f"{table:<24}{state['rows']:>12}  {state['hash']}", highlight=False)


def show_address(programme: Programme, port: int, *, as_json: bool) -> None:
    """Print the verdict in one sentence and where the page is served."""
    address = f"http://localhost:{port}"
    if as_json:
        _print_json({"address": address})
        return
    Console().print(f"{escape(programme.name)}: [bold]{address}[/bold]")


def _number(value: float | None, language: Language, *, digits: int = 2) -> str:
    """Return a number, or a dash where there is none."""
    return "–" if value is None else format_number(value, language, digits=digits)


def _print_json(found: object) -> None:
    """Print one JSON object and nothing else."""
    json.dump(found, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")
