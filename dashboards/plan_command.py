"""The command that says what a programme can show, and what it takes."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboards.options import HERE, AsJson, ProgrammeFolder


def plan(
    *,
    units: Annotated[int, typer.Option(help="How many units.")] = 30,
    periods: Annotated[int, typer.Option(help="How many periods.")] = 12,
    effect: Annotated[float, typer.Option(help="In sd within units, a period later.")] = 0.25,
    reliability: Annotated[float, typer.Option(help="Of a unit's score, with 10 answers.")] = 0.7,
    answers: Annotated[int, typer.Option(min=1, help="Per unit and period.")] = 10,
    chance: Annotated[float, typer.Option(min=0.05, max=0.99, help="Wanted.")] = 0.8,
    programme: ProgrammeFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Say how likely a programme of this size shows a lead, and what it takes."""
    # What computes and what draws is fetched only when it is asked for: other commands start soon.
    from dashboards.terminal_plan import show_plan
    from model.statistics.power import Design, reliability_with
    from model.text import DEFAULT_LANGUAGE
    from pipelines.programme import SETTINGS, open_programme

    one = reliability_with(answers, reliability=reliability, at=10)
    design = Design(units, periods, effect=effect, reliability_x=one, reliability_y=one)
    is_there = (programme / SETTINGS).exists()
    language = open_programme(programme).language if is_there else DEFAULT_LANGUAGE
    show_plan(design, wanted=chance, language=language, as_json=as_json)
