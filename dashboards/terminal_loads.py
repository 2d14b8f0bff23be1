"""What the command line shows of loads: their outcome, findings and completeness."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboards.terminal import print_json
from model.text import Text

if TYPE_CHECKING:
    from model.text import Language
    from pipelines.desk.report import LoadReport

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
# A check that says it has loaded would make a steward leave the file where it is.
_CHECKED = {
    "accept": Text(nl="Alles klopt, nog niets geladen", en="All is well, nothing loaded yet"),
    "accept_warn": Text(
        nl="Twijfels, nog niets geladen",
        en="There are doubts, nothing loaded yet",
    ),
    "quarantine": Text(
        nl="Foute rijen, nog niets geladen",
        en="There are bad rows, nothing loaded yet",
    ),
}
_ROWS = Text(
    nl="{n_in} {n_in:rij|rijen}: {loaded} geladen, {aside} apart gezet, {same} ongewijzigd",
    en="{n_in} {n_in:row|rows}: {loaded} loaded, {aside} set aside, {same} unchanged",
)
_ROWS_CHECKED = Text(
    nl="{n_in} {n_in:rij|rijen}: {loaded} te laden, {aside} apart te zetten, {same} ongewijzigd",
    en="{n_in} {n_in:row|rows}: {loaded} to load, {aside} to set aside, {same} unchanged",
)
_COMPARED = Text(
    nl="{solved} opgelost, {left} over, {new} nieuw",
    en="{solved} solved, {left} left, {new} new",
)
_MARKS = {"complete": "■", "partial": "◧", "missing": "·"}
_LEGEND = Text(
    nl="\n■ volledig  ◧ niet alle codes  · niets ontvangen",
    en="\n■ complete  ◧ not every code  · nothing received",
)
_UNIT_WIDTH = 14  # characters for the code of a unit
_STATES = {
    "waiting": Text(nl="wacht", en="waits"),
    "released": Text(nl="vrijgegeven", en="released"),
    "dropped": Text(nl="vervallen", en="dropped"),
}


def show_report(report: LoadReport, language: Language, *, as_json: bool) -> None:
    """Print the outcome of a load and its findings, most important first."""
    found = report.as_json(language)
    if as_json:
        print_json(found)
        return
    console = Console()
    outcomes = _OUTCOMES | _CHECKED if report.checked_only else _OUTCOMES
    console.print(f"[bold]{outcomes[report.outcome].in_language(language)}[/bold]")
    if found["rows_in"] is not None:
        counts = (_ROWS_CHECKED if report.checked_only else _ROWS).fill(
            n_in=found["rows_in"],
            loaded=found["rows_loaded"],
            aside=found["rows_set_aside"],
            same=found["rows_unchanged"],
        )
        console.print(counts.in_language(language))
    if report.compared is not None and any(report.compared.values()):
        console.print(_COMPARED.fill(**report.compared).in_language(language), highlight=False)
    issues: Any = found["issues"]
    for issue in issues:
        place = [issue["file"], issue["sheet"], issue["row"], issue["column"]]
        where = " · ".join(str(part) for part in place if part not in (None, ""))
        times = f" (×{issue['count']})" if issue["count"] > 1 else ""
        console.print(f"\n[bold]{escape(issue['message'])}[/bold]{times}", highlight=False)
        console.print(f"  {escape(where)}\n  → {escape(issue['fix'])}", highlight=False)
    if found.get("token"):
        console.print(f"\n--confirm {found['token']}")


def show_status(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print the loads, then of every source which unit delivered in which period."""
    if as_json:
        print_json(found)
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
    for source, cells in groupby(found["completeness"], key=itemgetter("source")):
        _show_completeness(console, source, list(cells))
    if found["completeness"]:
        console.print(_LEGEND.in_language(language), highlight=False)


def _show_completeness(console: Console, source: str, cells: list[dict[str, Any]]) -> None:
    """Print the units of one source against its periods, the oldest left out when too many."""
    periods = sorted({cell["period"] for cell in cells})
    room = max(1, (console.width - _UNIT_WIDTH) // (len(periods[-1]) + 1))
    shown = periods[-room:]
    marks = {(cell["unit_code"], cell["period"]): _MARKS[cell["state"]] for cell in cells}
    console.print(f"\n[bold]{source}[/bold]")
    console.print(f"{'':{_UNIT_WIDTH}}{' '.join(shown)}", highlight=False)
    for unit in sorted({cell["unit_code"] for cell in cells}):
        row = " ".join(f"{marks[unit, period]:^{len(period)}}" for period in shown)
        name = unit if len(unit) < _UNIT_WIDTH else f"{unit[: _UNIT_WIDTH - 2]}…"
        console.print(f"{escape(name):{_UNIT_WIDTH}}{row}", highlight=False)


def show_undo(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print what an undone load took away and gave back."""
    if as_json:
        print_json(found)
        return
    done = Text(
        nl="Levering {load_id} is teruggenomen: {rows_removed} {rows_removed:rij|rijen} weg, "
        "{rows_restored} terug.",
        en="Load {load_id} was taken back: {rows_removed} {rows_removed:row|rows} gone, "
        "{rows_restored} restored.",
    )
    Console().print(done.fill(**found).in_language(language))


def show_quarantine(rows: list[dict[str, Any]], language: Language, *, as_json: bool) -> None:
    """Print the rows set aside, each with what is wrong and whether it still waits."""
    if as_json:
        print_json({"quarantine": rows})
        return
    console = Console()
    for row in rows:
        place = f"{row['load_id']} · {row['file_name']} · {row['source_row']}"
        state = _STATES[row["state"]].in_language(language)
        reason = f": {row['reason']}" if row["reason"] else ""
        console.print(f"[bold]{escape(place)}[/bold]  {state}{escape(reason)}", highlight=False)
        console.print(f"  {escape(row[f'message_{language}'])}", highlight=False)


def show_dropped(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print which row was dropped."""
    if as_json:
        print_json(found)
        return
    done = Text(
        nl="Rij {row} van levering {load_id} is vervallen: {reason}",
        en="Row {row} of load {load_id} was dropped: {reason}",
    )
    Console().print(done.fill(**found).in_language(language), markup=False, highlight=False)


def show_erased(found: dict[str, Any], language: Language, *, as_json: bool) -> None:
    """Print how many rows of a respondent were removed, never of whom."""
    if as_json:
        print_json(found)
        return
    done = Text(
        nl="{rows_removed} {rows_removed:antwoord|antwoorden} verwijderd; een oude levering "
        "brengt niets terug.",
        en="{rows_removed} {rows_removed:answer|answers} removed; an old delivery brings "
        "nothing back.",
    )
    Console().print(done.fill(**found).in_language(language), highlight=False)
    if not found["is_built"]:
        again = Text(nl="Draai nu: onderstroom build", en="Run now: onderstroom build")
        Console().print(again.in_language(language), highlight=False)


def show_fingerprint(found: dict[str, Any], *, as_json: bool) -> None:
    """Print rows and hash per table."""
    if as_json:
        print_json(found)
        return
    for table, state in found.items():
        Console().print(f"{table:<24}{state['rows']:>12}  {state['hash']}", highlight=False)
