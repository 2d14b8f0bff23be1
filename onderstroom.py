"""The door: the command line, and ``open_release`` for notebooks; a command calls one function."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from dashboards.hypothesis_commands import hypothesis
from dashboards.options import HERE, AsJson, ProgrammeFolder
from dashboards.plan_command import plan
from model.errors import OnderstroomError
from model.period import Length  # noqa: TC001 - typer reads the annotations when it runs
from model.text import DEFAULT_LANGUAGE, Language

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Do changes in what people believe come before changes in what customers experience?",
)


def open_release(where: str | Path | None = None) -> object:
    """Return a published release for a notebook; see :func:`dashboards.notebook.open_release`.

    Parameters
    ----------
    where : path, optional
        A programme's folder or one release's; default ``ONDERSTROOM_PROGRAMME``.
    """
    from dashboards.notebook import open_release as opened

    return opened(where)


app.add_typer(hypothesis, name="hypothesis")
app.command()(plan)
quarantine = typer.Typer(no_args_is_help=True, help="Rows that were set aside.")
app.add_typer(quarantine, name="quarantine")


@app.command()
def init(
    folder: Annotated[Path | None, typer.Argument(help="Default: --programme.")] = None,
    *,
    name: Annotated[str, typer.Option(help="The name on every page.")] = "",
    language: Annotated[Language, typer.Option(help="Of pages and messages.")] = "nl",
    period_length: Annotated[Length, typer.Option(help="How long a period is.")] = "quarter",
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Make a new programme in FOLDER."""
    from dashboards import terminal
    from pipelines.programme import create_programme

    made = create_programme(
        folder or programme, name=name or None, language=language, period_length=period_length
    )
    terminal.show_programme(made, as_json=as_json)


@app.command()
def template(
    table: str,
    *,
    folder: Annotated[Path, typer.Option(help="Where the files are written.")] = Path(),
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write the upload template of TABLE as a workbook and as CSV."""
    from dashboards import terminal
    from pipelines.template import write_template

    files = write_template(table, folder, language=_language(programme))
    terminal.show_files(files, as_json=as_json)


@app.command()
def load(
    table: str,
    files: Annotated[list[Path], typer.Argument(help="CSV, XLSX or Parquet.")],
    *,
    mapping: Annotated[str, typer.Option(help="How a supplier's file becomes our table.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Report only; change nothing.")] = False,
    confirm: Annotated[str, typer.Option(help="The token of a shown difference.")] = "",
    annotated: Annotated[
        Path | None, typer.Option("--annotate", help="Workbook with every finding at its cell.")
    ] = None,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Check FILES and load them into TABLE; good rows in, bad rows set aside and named."""
    from dashboards import terminal, terminal_loads
    from pipelines.accept import load as load_files
    from pipelines.annotate import annotate, check_target
    from pipelines.programme import open_programme
    from pipelines.stopping import stopping_when_asked

    with stopping_when_asked():
        opened = open_programme(programme)
        if annotated is not None:
            check_target(annotated, files)
        with terminal.progress(opened.language, quiet=as_json) as progress:
            report = load_files(
                opened,
                table,
                files,
                mapping=mapping or None,
                check=check,
                confirm=confirm or None,
                progress=progress,
            )
    if annotated is not None:
        annotate(opened, report, files, annotated, mapping=mapping or None)
    terminal_loads.show_report(report, opened.language, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command("map")
def map_file(
    file: Path,
    *,
    table: Annotated[str, typer.Option(help="Default: the table it looks like.")] = "",
    name: Annotated[str, typer.Option(help="What the mapping is called; saves it.")] = "",
    answer: Annotated[
        list[str] | None, typer.Option(help="Such as unit_code=Afdeling; may be repeated.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite that mapping.")] = False,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Map the columns and words of a supplier's FILE once; the next quarter loads by NAME."""
    from dashboards import terminal_mapping
    from pipelines.programme import open_programme

    terminal_mapping.map_file(
        open_programme(programme),
        file,
        table=table or None,
        name=name,
        answers=terminal_mapping.read_answers(answer or []),
        replace=replace,
        as_json=as_json,
    )


@app.command()
def undo(load_id: int, *, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """Take load LOAD_ID back whole."""
    from dashboards import terminal_loads
    from pipelines.programme import open_programme
    from pipelines.undo import undo as undo_load

    opened = open_programme(programme)
    terminal_loads.show_undo(undo_load(opened, load_id), opened.language, as_json=as_json)


@app.command()
def status(*, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """Show the loads, and how complete each source is per unit and period."""
    from dashboards import terminal_loads
    from pipelines.programme import open_programme
    from pipelines.status import status as status_of

    opened = open_programme(programme)
    terminal_loads.show_status(status_of(opened), opened.language, as_json=as_json)


@app.command()
def build(*, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """Join the tables per unit and period, and estimate what went before what."""
    from dashboards import terminal, terminal_evidence
    from pipelines.programme import open_programme
    from pipelines.run import build as build_programme

    opened = open_programme(programme)
    with terminal.progress(opened.language, quiet=as_json) as progress:
        built = build_programme(opened, progress=progress)
    terminal_evidence.show_built(built, opened.language, as_json=as_json)


@app.command()
def verdict(
    *,
    cause: Annotated[str, typer.Option(help="A construct or code of the codebook.")] = "",
    outcome: Annotated[str, typer.Option(help="A construct or code of the codebook.")] = "",
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Say which came first, how sure we are, and what is missing to be surer."""
    from dashboards import terminal_evidence
    from pipelines.evidence import verdict_for
    from pipelines.programme import open_programme

    opened = open_programme(programme)
    row, measures = verdict_for(opened, cause=cause or None, outcome=outcome or None)
    terminal_evidence.show_verdict(row, measures, opened.language, as_json=as_json)


@app.command()
def publish(
    period: str,
    *,
    reason: Annotated[
        str, typer.Option(help="Why it is corrected, or its warnings are no matter.")
    ] = "",
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Publish PERIOD as an immutable release; small groups are left out."""
    from dashboards import terminal, terminal_evidence
    from pipelines.programme import open_programme
    from pipelines.publish import publish as publish_release

    opened = open_programme(programme)
    with terminal.progress(opened.language, quiet=as_json) as progress:
        release = publish_release(opened, period, reason=reason or None, progress=progress)
    terminal_evidence.show_release(release, opened.language, as_json=as_json)


@app.command()
def releases(*, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """List the published releases, newest first."""
    from dashboards import terminal_evidence
    from pipelines.programme import open_programme
    from pipelines.read import list_releases

    opened = open_programme(programme)
    terminal_evidence.show_releases(list_releases(opened), opened.language, as_json=as_json)


@app.command()
def fingerprint(*, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """Print per table its number of rows and an order-free hash."""
    from dashboards import terminal_loads
    from pipelines.fingerprint import fingerprint as fingerprint_of
    from pipelines.programme import open_programme

    terminal_loads.show_fingerprint(fingerprint_of(open_programme(programme)), as_json=as_json)


@quarantine.command("list")
def quarantine_list(
    load_id: Annotated[int | None, typer.Argument(help="Of this load only.")] = None,
    *,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List the rows that were set aside, with what is wrong and whether they still wait."""
    from dashboards import terminal_loads
    from pipelines.programme import open_programme
    from pipelines.quarantine import quarantined

    opened = open_programme(programme)
    rows = quarantined(opened, load_id)
    terminal_loads.show_quarantine(rows, opened.language, as_json=as_json)


@quarantine.command("drop")
def quarantine_drop(
    load_id: int,
    *,
    row: Annotated[int, typer.Option(help="The row as seen in the file.")],
    file: Annotated[str, typer.Option(help="Which file, where the load has several.")] = "",
    reason: Annotated[str, typer.Option(help="Why it does not count.")],
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Give up row ROW of load LOAD_ID."""
    from dashboards import terminal_loads
    from pipelines.programme import open_programme
    from pipelines.quarantine import drop

    opened = open_programme(programme)
    done = drop(opened, load_id, row, reason=reason, file=file or None)
    terminal_loads.show_dropped(done, opened.language, as_json=as_json)


@app.command()
def erase(
    *,
    respondent_id: Annotated[str, typer.Option(help="As it stood in the deliveries.")],
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Forget a respondent: the answers go and do not come back; published figures stay."""
    from dashboards import terminal_loads
    from pipelines.erase import erase as erase_respondent
    from pipelines.programme import open_programme

    opened = open_programme(programme)
    done = erase_respondent(opened, respondent_id)
    terminal_loads.show_erased(done, opened.language, as_json=as_json)


@app.command()
def example(
    scenario: str,
    *,
    units: Annotated[int, typer.Option(help="How many teams.")] = 30,
    periods: Annotated[int, typer.Option(help="How many quarters.")] = 16,
    seed: Annotated[int, typer.Option(help="Same seed, same programme.")] = 1,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Make a programme with a known truth by the real route: deliver, load, build, publish."""
    from dashboards import terminal, terminal_evidence
    from pipelines.example import make_example
    from pipelines.programme import open_programme

    with terminal.progress("nl", quiet=as_json) as progress:
        release = make_example(
            programme, scenario, units=units, periods=periods, seed=seed, progress=progress
        )
    terminal_evidence.show_release(release, open_programme(programme).language, as_json=as_json)


@app.command()
def serve(
    *,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 5006,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Serve the latest release as a web page; a new release appears without restart."""
    from dashboards import terminal
    from dashboards.app import serve as serve_programme
    from pipelines.programme import open_programme

    opened = open_programme(programme)
    terminal.show_address(opened, port, as_json=as_json)
    serve_programme(opened, port=port)


def main() -> None:
    """Run the command line; people's mistakes end in three lines and their own exit code."""
    try:
        app()
    except OnderstroomError as error:
        _end(error)
    except Exception as error:
        from dashboards.incident import UnforeseenError, note_incident

        _end(UnforeseenError(note_incident(error)))


def _end(error: OnderstroomError) -> NoReturn:
    """Show a mistake in the language of the programme that was asked for, and end."""
    from dashboards import terminal

    named = [after for word, after in pairwise(sys.argv) if word == "--programme"]
    folder = Path(named[-1] if named else os.environ.get("ONDERSTROOM_PROGRAMME", HERE))
    terminal.show_error(error, _language(folder), as_json="--json" in sys.argv)
    sys.exit(error.exit_code)


def _language(folder: Path) -> Language:
    """Return the language of the programme in a folder; Dutch when there is none."""
    from pipelines.programme import open_programme

    try:
        return open_programme(folder).language
    except OnderstroomError:
        return DEFAULT_LANGUAGE


if __name__ == "__main__":
    main()
