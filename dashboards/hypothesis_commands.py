"""The commands of the register of hypotheses; each calls one function."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboards.options import HERE, AsJson, ProgrammeFolder

hypothesis = typer.Typer(no_args_is_help=True, help="Write expectations down before the data.")


@hypothesis.command("add")
def hypothesis_add(
    *,
    cause: Annotated[str, typer.Option(help="What is expected to go before.")],
    outcome: Annotated[str, typer.Option(help="What is expected to follow.")],
    purpose: Annotated[str, typer.Option(help="What the answer is for, in one sentence.")],
    first_period: Annotated[str, typer.Option(help="Data from this period on decide.")],
    sign: Annotated[str, typer.Option(help="+ or -")] = "+",
    first_lag: Annotated[int, typer.Option(help="Earliest lag expected, in periods.")] = 1,
    last_lag: Annotated[int, typer.Option(help="Latest lag expected, in periods.")] = 4,
    smallest_effect: Annotated[float | None, typer.Option(help="In sd within units.")] = None,
    rival: Annotated[str, typer.Option(help="Hypothesis that says the opposite order.")] = "",
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Register a hypothesis, with its time and hash."""
    from dashboards import terminal_evidence
    from pipelines.hypotheses import register
    from pipelines.programme import open_programme

    opened = open_programme(programme)
    made = register(
        opened,
        cause=cause,
        outcome=outcome,
        sign=sign,
        lags=(first_lag, last_lag),
        purpose=purpose,
        first_period=first_period,
        smallest_effect=smallest_effect,
        rival=rival,
    )
    terminal_evidence.show_hypotheses([made], opened.language, as_json=as_json)


@hypothesis.command("change")
def hypothesis_change(
    name: str,
    *,
    sign: Annotated[str | None, typer.Option(help="+ or -")] = None,
    first_lag: Annotated[int | None, typer.Option(help="In periods.")] = None,
    last_lag: Annotated[int | None, typer.Option(help="In periods.")] = None,
    smallest_effect: Annotated[float | None, typer.Option(help="In sd within units.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What the answer is for.")] = None,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write a new version of hypothesis NAME; it is marked when its data are already in."""
    from dashboards import terminal_evidence
    from pipelines.hypotheses import amend
    from pipelines.programme import open_programme

    wished = {
        "sign": sign,
        "first_lag": first_lag,
        "last_lag": last_lag,
        "smallest_effect": smallest_effect,
        "purpose": purpose,
    }
    opened = open_programme(programme)
    changes = {field: value for field, value in wished.items() if value is not None}
    made = amend(opened, name, **changes)
    terminal_evidence.show_hypotheses([made], opened.language, as_json=as_json)


@hypothesis.command("list")
def hypothesis_list(*, programme: ProgrammeFolder = HERE, as_json: AsJson = False) -> None:
    """List every version in the register."""
    from dashboards import terminal_evidence
    from pipelines.hypotheses import hypotheses
    from pipelines.programme import open_programme

    opened = open_programme(programme)
    terminal_evidence.show_hypotheses(hypotheses(opened), opened.language, as_json=as_json)
