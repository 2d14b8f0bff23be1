"""A made-up programme with a known truth, by the real route: deliver, load, build, publish."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from typing import TYPE_CHECKING

from model.errors import RejectedError, UsageError
from model.period import period_index
from model.simulate import SCENARIOS, simulate_programme
from model.text import Text
from pipelines.accept import load
from pipelines.programme import SETTINGS, create_programme, open_programme
from pipelines.progress import silent
from pipelines.publish import publish
from pipelines.read import open_release
from pipelines.run import build

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

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
_DELIVER = Text(nl="Leveringen maken", en="Making deliveries")
_LOAD = Text(nl="Laden: {table}", en="Loading: {table}")


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
    recipe = {
        "scenario": scenario,
        "units": units,
        "periods": periods,
        "seed": seed,
        "version": version("onderstroom"),
    }
    if (folder / SETTINGS).exists():
        if not (folder / RECIPE).exists():
            raise _not_an_example(folder)
        if json.loads((folder / RECIPE).read_text(encoding="utf-8")) == recipe:
            return open_release(folder)
    # Made beside its place and moved there when whole: a killed start leaves no half programme.
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    _fill(create_programme(making, name=_NAMES[scenario]), recipe, progress)
    (making / RECIPE).write_text(json.dumps(recipe), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return open_release(folder)


def _fill(programme: Programme, recipe: dict[str, object], progress: Progress) -> None:
    """Deliver, load, build and publish."""
    progress(_DELIVER, 0.0)
    deliveries = simulate_programme(
        str(recipe["scenario"]),
        units=int(str(recipe["units"])),
        periods=int(str(recipe["periods"])),
        seed=int(str(recipe["seed"])),
    )
    files = _deliver(programme, deliveries)
    progress(_DELIVER, 1.0)
    for table in ORDER:
        step = _LOAD.fill(table=table)
        progress(step, 0.0)
        report = load(programme, table, files[table])
        if report.exit_code:
            raise RejectedError(
                Text(nl="Het voorbeeld is afgekeurd.", en="The example was refused."),
                where=table,
                remedy=report.issues[0].message,
            )
        progress(step, 1.0)
    opened = open_programme(programme.folder)
    build(opened, progress=progress)
    last = max(deliveries["survey_responses"]["period"].unique(), key=period_index)
    publish(opened, last, progress=progress)


def _deliver(programme: Programme, deliveries: dict[str, pl.DataFrame]) -> dict[str, list[Path]]:
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
