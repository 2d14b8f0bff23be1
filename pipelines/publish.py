"""From a built panel to an immutable release that readers switch to at once."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import polars as pl

from model.errors import RejectedError
from model.period import parse_period, period_index, period_label
from model.text import Text
from pipelines.contents import read_private, release_tables
from pipelines.expectations import profile_release
from pipelines.figures import build_masks, scales
from pipelines.gate import CHECKS, checks_table, hold_gate, reasons_of
from pipelines.groups import with_instrument
from pipelines.origins import origins_of
from pipelines.panel import is_built, not_built
from pipelines.progress import silent
from pipelines.read import CURRENT, MANIFEST, published_hashes, read_release, release_order
from pipelines.versions import changed_figures, held_checks, remember, with_held_figures
from pipelines.warehouse import memory, open_warehouse, statement, user_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from pipelines.expectations import Profile
    from pipelines.groups import Private
    from pipelines.programme import Programme
    from pipelines.progress import Progress
    from pipelines.read import Release

_SELECT = Text(nl="Kleine groepen weglaten", en="Leaving out small groups")
_CHECK = Text(nl="Controles", en="Checks")
_WRITE = Text(nl="Uitgave schrijven", en="Writing the release")


def publish(
    programme: Programme,
    period: str,
    *,
    who: str | None = None,
    reason: str | None = None,
    progress: Progress = silent,
) -> Release:
    """Publish a period: aggregates only, small groups left out, readers switched at the end.

    Parameters
    ----------
    programme : Programme
        Whose warehouse is read and in whose folder ``releases`` the release is written.
    period : str
        The last period of the release, in any usual spelling.
    who : str, optional
        Who publishes; by default the account that runs this.
    reason : str, optional
        Why a published period is published again, and why its warnings are no reason to wait;
        required when there is either.

    Raises
    ------
    RejectedError
        When the panel is not built from the present loads, holds nothing about the period, a
        check fails, or a correction has no reason.
    NeedsConfirmationError
        When a warning has no reason.
    """
    asked = parse_period(period, programme.period_length)
    with open_warehouse(programme, who=who) as connection:
        require_data(connection, asked)
        name = _next_name(programme.releases, asked, reason)
        manifest = _manifest(programme, name, who=who or user_name(), reason=reason)
        with _making(programme.releases, name) as folder:
            tables, changed, reasons = _tables(
                connection, programme, asked, folder, reason=reason, progress=progress
            )
            manifest["reasons"] = reasons
            tables["about"] = _about(programme, manifest, tables)
            progress(_WRITE, 0.0)
            _write(folder, manifest, tables)
            # Before any reader can see it: what was shown once counts for every later release.
            remember(connection, name, changed)
            _move(folder, programme.releases / name)
            _point(programme.releases, name)
        progress(_WRITE, 1.0)
    return read_release(programme.releases / name, published_hashes(programme.releases)[name])


def require_data(connection: duckdb.DuckDBPyConnection, period: str) -> None:
    """Refuse to publish what was not built, or a period about which nothing is known."""
    if not is_built(connection):
        raise not_built()
    known = connection.execute(
        "SELECT DISTINCT period FROM panel WHERE value IS NOT NULL"
    ).fetchall()
    if (period,) not in known:
        names = sorted((name for (name,) in known), key=period_index)
        raise RejectedError(
            Text(nl="Over {p} is niets geladen.", en="Nothing is loaded about {p}.").fill(
                p=_label(period)
            ),
            where=period,
            remedy=Text(
                nl="laad eerst deze periode, of kies er een tot en met {p}",
                en="load this period first, or choose one up to {p}",
            ).fill(p=_label(names[-1])),
        )


def _next_name(releases: Path, period: str, reason: str | None) -> str:
    """Return the name of the next release of a period; a second one needs a reason."""
    earlier = _earlier(releases, period)
    if earlier and not (reason or "").strip():
        raise RejectedError(
            Text(nl="{p} is al gepubliceerd als {r}.", en="{p} is already published as {r}.").fill(
                p=_label(period), r=earlier
            ),
            where=period,
            remedy=Text(
                nl="geef een reden voor de correctie met --reason",
                en="give a reason for the correction with --reason",
            ),
        )
    return f"{period}.{release_order(earlier)[1] + 1 if earlier else 1}"


def _earlier(releases: Path, period: str) -> str | None:
    """Return the release of the same period that the new one takes the place of."""
    same = [name for name in published_hashes(releases) if name.rpartition(".")[0] == period]
    return max(same, key=release_order, default=None)


def _about(
    programme: Programme, manifest: dict[str, Any], tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return what the release says about itself, as keys and values."""
    shown = tables["figures"].filter(pl.col("state") == "shown")
    facts = {
        "programme": programme.name,
        "language": programme.language,
        "release": manifest["release"],
        "period": manifest["period"],
        "period_length": programme.period_length,
        "published_by": manifest["who"],
        "published_at": manifest["when"],
        "code_version": manifest["code_version"],
        "smallest_group": programme.smallest_group,
        "smallest_effect": programme.smallest_effect,
        "supersedes": manifest["supersedes"] or "",
        "reason": manifest["reason"] or "",
        "n_units": tables["units"].height,
        "n_periods": tables["periods"].height,
        "n_measures": tables["measures"].height,
        "n_figures": shown.height,
        "n_hidden": tables["figures"].filter(pl.col("state") == "too_few").height,
    }
    return pl.DataFrame(
        {"key": list(facts), "value": [str(fact) for fact in facts.values()]},
        schema={"key": pl.String, "value": pl.String},
    )


def _manifest(programme: Programme, name: str, *, who: str, reason: str | None) -> dict[str, Any]:
    """Return what a manifest says before it names the files."""
    period = name.rpartition(".")[0]
    earlier = _earlier(programme.releases, period)
    return {
        "release": name,
        "period": period,
        "who": who,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "code_version": version("onderstroom"),
        "programme": programme.name,
        "smallest_group": programme.smallest_group,
        "supersedes": earlier,
        "reason": reason if earlier else None,
    }


def _tables(
    connection: duckdb.DuckDBPyConnection,
    programme: Programme,
    period: str,
    folder: Path,
    *,
    reason: str | None,
    progress: Progress,
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, dict[str, str]]:
    """Return the tables of a release, checked, what changed since the last, and the reasons given.

    The pages about the checks go into the folder.
    """
    k = programme.smallest_group
    private = read_private(connection, period)
    progress(_CHECK, 0.0)
    profile = profile_now(connection, private, period)
    outcomes = hold_gate(profile, programme, period, folder / "checks", reason=reason)
    progress(_SELECT, 0.0)
    masks = build_masks(private, smallest_group=k)
    changed = changed_figures(connection, masks, last_index=period_index(period), smallest_group=k)
    tables = release_tables(
        connection, programme, period, private=private, masks=masks, progress=progress
    )
    tables["figures"] = with_held_figures(
        tables["figures"], with_instrument(private.panel), changed, programme
    )
    tables["origins"] = origins_of(connection, tables["figures"])
    progress(_SELECT, 1.0)
    checks = pl.concat([checks_table(outcomes), held_checks(changed, CHECKS)])
    return tables | {"checks": checks}, changed, reasons_of(outcomes)


def profile_now(connection: duckdb.DuckDBPyConnection, private: Private, period: str) -> Profile:
    """Return what is expected of a period, and the frames that it is expected of."""
    units = connection.execute("SELECT DISTINCT unit_code FROM units ORDER BY 1").fetchall()
    loads = connection.table("loads").filter("undone_at IS NULL").pl()
    warnings = connection.sql(statement("load_warnings"), params={"period": period}).pl()
    known = [unit for (unit,) in units]
    return profile_release(private, scales(private), loads, warnings, period=period, known=known)


@contextlib.contextmanager
def _making(releases: Path, name: str) -> Iterator[Path]:
    """Give a folder beside the release's place; it is gone afterwards, whatever happens."""
    releases.mkdir(parents=True, exist_ok=True)
    folder = releases / f".{name}.making"
    _remove_unpublished(releases, name)
    folder.mkdir()
    try:
        yield folder
    finally:
        _remove_unpublished(releases, name)


def _remove_unpublished(releases: Path, name: str) -> None:
    """Remove what readers were never pointed to: killed or refused half-way, never published."""
    for leftover in releases.glob(".*.making"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink()
    if name not in published_hashes(releases):
        shutil.rmtree(releases / name, ignore_errors=True)


def _write(folder: Path, manifest: dict[str, Any], tables: dict[str, pl.DataFrame]) -> None:
    """Write every table as Parquet and in one database, and the manifest over all files."""
    for table, rows in tables.items():
        rows.write_parquet(folder / f"{table}.parquet")
    _write_database(folder, f"onderstroom-{manifest['release']}.duckdb", tables)
    files = {
        path.relative_to(folder).as_posix(): _entry(path, tables)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest | {"files": files}, indent=2, ensure_ascii=False), encoding="utf-8"
    )


def _move(folder: Path, place: Path) -> None:
    """Move a whole release to its place, all of it on the disk first."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    os.replace(folder, place)  # noqa: PTH105 - the atomic call, by its own name
    _sync(place.parent)


def _write_database(folder: Path, file: str, tables: dict[str, pl.DataFrame]) -> None:
    """Write the tables of a release into one DuckDB file."""
    connection = memory(folder)
    path = str(folder / file).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS release")
    for name, rows in tables.items():
        connection.register("rows_of_table", rows)
        connection.execute(f"CREATE TABLE release.{name} AS SELECT * FROM rows_of_table")  # noqa: S608 - fixed names
        connection.unregister("rows_of_table")
    connection.execute("DETACH release")
    connection.close()


def _entry(path: Path, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Return what the manifest says about one file."""
    entry: dict[str, Any] = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    if path.suffix == ".parquet":
        entry["rows"] = tables[path.stem].height
    return entry


def _point(releases: Path, name: str) -> None:
    """Replace the pointer; a correction of an older period leaves readers at the newest one."""
    known = published_hashes(releases)
    known[name] = hashlib.sha256((releases / name / MANIFEST).read_bytes()).hexdigest()
    newest = max(known, key=release_order)
    pointer = {"release": newest, "manifest_sha256": known[newest], "releases": known}
    making = releases / f".{CURRENT}.making"
    making.write_text(json.dumps(pointer, indent=2), encoding="utf-8")
    _sync(making)
    os.replace(making, releases / CURRENT)  # noqa: PTH105 - the atomic call, by its own name
    _sync(releases)


def _sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk, not only on its way there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _label(period: str) -> Text:
    """Return a period as people write it."""
    return Text(nl=period_label(period, "nl"), en=period_label(period, "en"))
