"""A made-up programme with a known truth, by the real route: deliver, load, build, publish."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from model.errors import RejectedError, UsageError
from model.period import period_index
from model.simulate import SCENARIOS, simulate_programme
from model.text import Text
from pipelines.accept import load
from pipelines.hypotheses import register
from pipelines.programme import SETTINGS, create_programme
from pipelines.progress import silent
from pipelines.publish import publish
from pipelines.read import open_release
from pipelines.run import build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipelines.programme import Programme
    from pipelines.progress import Progress
    from pipelines.read import Release

RECIPE = "example.json"
# What others refer to goes in first: units before answers, codes before scores.
ORDER = (
    "units",
    "organisation_values",
    "traits",
    "codebook",
    "survey_responses",
    "behaviour_indicators",
    "leadership_measures",
    "customer_responses",
)
FIRST_WITH_SCORES = "survey_responses"
_PURPOSE = "Bepalen of de gesprekken over overtuigingen worden voortgezet."
_MADE_UP = "bedachte gegevens / made-up data"
_DELIVER = Text(nl="Leveringen maken", en="Making deliveries")
_OF_TABLE = Text(nl="{table}: {step}", en="{table}: {step}")


@dataclass(frozen=True)
class Recipe:
    """What an example was made from; the same recipe gives the same programme."""

    scenario: str
    units: int
    periods: int
    seed: int
    version: str


def make_example(
    folder: Path,
    scenario: str,
    *,
    units: int,
    periods: int,
    seed: int,
    progress: Progress = silent,
) -> Release:
    """Make, load, build and publish an example programme; an unchanged one is left as it is.

    Parameters
    ----------
    folder : Path
        Where the programme stands afterwards.
    scenario : str
        Which truth is planted: one of ``model.simulate.SCENARIOS``.
    units, periods : int
        How many teams and how many quarters.
    seed : int
        Same seed, same programme.

    Raises
    ------
    UsageError
        When the scenario is unknown, or the folder holds a programme that is no example.
    """
    if scenario not in SCENARIOS:
        raise _unknown_scenario(scenario)
    recipe = Recipe(scenario, units, periods, seed, version("onderstroom"))
    if (folder / SETTINGS).exists():
        if not (folder / RECIPE).exists():
            raise _not_an_example(folder)
        if json.loads((folder / RECIPE).read_text(encoding="utf-8")) == asdict(recipe):
            return open_release(folder)
    # Made beside its place and moved there when whole: a killed start leaves no half programme.
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    _fill(create_programme(making, name=_NAMES[scenario]), recipe, progress)
    (making / RECIPE).write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return open_release(folder)


def _fill(programme: Programme, recipe: Recipe, progress: Progress) -> None:
    """Deliver, load, register, build and publish."""
    progress(_DELIVER, 0.0)
    deliveries = simulate_programme(
        recipe.scenario, units=recipe.units, periods=recipe.periods, seed=recipe.seed
    )
    files = _deliver(programme, {**deliveries, "units": _named(deliveries["units"], programme)})
    progress(_DELIVER, 1.0)
    quarters = sorted(deliveries["survey_responses"]["period"].unique(), key=period_index)
    for table in ORDER:
        if table == FIRST_WITH_SCORES:
            _register(programme, quarters[0])
        _load(programme, table, files[table], progress)
    build(programme, progress=progress)
    publish(programme, quarters[-1], reason=_MADE_UP, progress=progress)


def _named(units: pl.DataFrame, programme: Programme) -> pl.DataFrame:
    """Return the units with the programme's name for the whole: one organisation, one name."""
    is_whole = pl.col("parent_code").is_null()
    return units.with_columns(
        name=pl.when(is_whole).then(pl.lit(programme.name)).otherwise(pl.col("name"))
    )


def _register(programme: Programme, first_period: str) -> None:
    """Write down, before any score is in, what is expected, and what two schools of thought say.

    One says that beliefs come before routines, the other that routines come before beliefs.
    """
    expect = partial(register, programme, sign="+", purpose=_PURPOSE, first_period=first_period)
    expect(cause="KLANT_CENTRAAL", outcome="nps", lags=(1, 4))
    beliefs_first = expect(cause="KLANT_CENTRAAL", outcome="AANSPREKEN", lags=(1, 2))
    expect(cause="AANSPREKEN", outcome="KLANT_CENTRAAL", lags=(1, 2), rival=beliefs_first.name)


def _load(programme: Programme, table: str, files: list[Path], progress: Progress) -> None:
    """Load one table; an example that its own checks refuse is a mistake to be seen."""
    report = load(programme, table, files, progress=partial(_told_apart, progress, table))
    if report.exit_code:
        raise RejectedError(
            Text(nl="Het voorbeeld is afgekeurd.", en="The example was refused."),
            where=table,
            remedy=report.issues[0].message,
        )


def _told_apart(progress: Progress, table: str, step: Text, share_done: float) -> None:
    """Tell a step of a load as one of this table's."""
    progress(_OF_TABLE.fill(table=table, step=step), share_done)


def _deliver(programme: Programme, deliveries: Mapping[str, pl.DataFrame]) -> dict[str, list[Path]]:
    """Write each table as the file that a supplier would send."""
    files = {}
    for table, rows in deliveries.items():
        # People send small lists as workbooks and large ones as text.
        path = programme.inbox / (f"{table}.xlsx" if rows.height < 1000 else f"{table}.csv")
        if path.suffix == ".xlsx":
            rows.write_excel(path, worksheet=table)
        else:
            rows.write_csv(path)
        files[table] = [path]
    return files


def _unknown_scenario(scenario: str) -> UsageError:
    """Return the error that names the scenarios there are."""
    return UsageError(
        Text(nl='Er is geen voorbeeld "{s}".', en='There is no example "{s}".').fill(s=scenario),
        where="onderstroom example",
        remedy=Text(nl="kies uit: {c}", en="choose from: {c}").fill(c=", ".join(SCENARIOS)),
    )


def _not_an_example(folder: Path) -> UsageError:
    """Return the refusal to replace a programme with an example."""
    return UsageError(
        Text(
            nl="Hier staat een programma dat geen voorbeeld is.",
            en="There is a programme here that is no example.",
        ),
        where=folder.name,
        remedy=Text(
            nl="kies een andere map met --programme",
            en="choose another folder with --programme",
        ),
    )


_NAMES = {
    "beliefs_lead": "Waterbedrijf Delta",
    "customers_lead": "Woonbedrijf De Brug",
    "both": "Energiehuis Noord",
    "together": "Zorggroep Rivierenland",
    "nothing": "Verzekeraar Horizon",
    "too_few": "Gemeente Veenoord",
}
