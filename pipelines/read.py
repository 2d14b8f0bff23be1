"""From a published release to frames; nothing is read before its hash is checked."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from pipelines.programme import Programme

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
HERE = "data/programme"


@dataclass(frozen=True)
class Release:
    """A published release: aggregates only, never changed after publication.

    Attributes
    ----------
    tables : dict
        Table name to frame.
    manifest : dict
        Release, period, who, when, code version and the hash of every file.
    warning : Text or None
        Set when a newer release was damaged and this one stands in for it.
    """

    name: str
    folder: Path
    tables: dict[str, pl.DataFrame]
    manifest: dict[str, Any]
    warning: Text | None = field(default=None)

    def table(self, name: str) -> pl.DataFrame:
        """Return one table of the release."""
        return self.tables[name]

    @property
    def about(self) -> dict[str, str]:
        """Return what the release says about itself."""
        return dict(self.tables["about"].select("key", "value").iter_rows())


@dataclass(frozen=True)
class Listing:
    """One line in the list of releases."""

    name: str
    period: str
    published_by: str
    published_at: str
    reason: str | None
    is_current: bool


def open_release(where: Path | str | None = None) -> Release:
    """Return a release with every hash checked, or the one before it with a warning.

    Parameters
    ----------
    where : path, optional
        Folder of a programme (its current release) or of one release; by default the programme
        named by ``ONDERSTROOM_PROGRAMME``.

    Raises
    ------
    RejectedError
        When nothing is published there, or no release is whole.
    """
    folder = Path(where or os.environ.get("ONDERSTROOM_PROGRAMME", HERE))
    if (folder / MANIFEST).is_file():
        return read_release(folder, _pointer(folder.parent)["releases"].get(folder.name))
    names = _newest_first(folder / "releases")
    damaged: list[str] = []
    for name, expected in names:
        try:
            release = read_release(folder / "releases" / name, expected)
        except (DamagedReleaseError, OSError):
            damaged.append(name)
        else:
            return _with_warning(release, damaged) if damaged else release
    raise _nothing_to_open(damaged)


def current_release_name(programme: Programme) -> str | None:
    """Return which release is current, without opening it; None before the first."""
    name = _pointer(programme.releases)["release"]
    return str(name) if name else None


def list_releases(programme: Programme) -> list[Listing]:
    """Return every release, newest first."""
    current = current_release_name(programme)
    listed = []
    for name, expected in _newest_first(programme.releases):
        try:
            manifest = read_manifest(programme.releases / name, expected)
        except (DamagedReleaseError, OSError):
            continue
        listed.append(
            Listing(
                name=name,
                period=manifest["period"],
                published_by=manifest["who"],
                published_at=manifest["when"],
                reason=manifest["reason"],
                is_current=name == current,
            )
        )
    return sorted(listed, key=lambda entry: entry.published_at, reverse=True)


def published_hashes(releases: Path) -> dict[str, str]:
    """Return every published release with the hash of its manifest."""
    return dict(_pointer(releases)["releases"])


def read_release(folder: Path, manifest_hash: str | None) -> Release:
    """Return the release in a folder; every file must have the hash its manifest names.

    Raises
    ------
    DamagedReleaseError
        When a file is missing or differs by a single bit.
    """
    manifest = read_manifest(folder, manifest_hash)
    tables = {}
    for name, entry in manifest["files"].items():
        content = _checked(folder / name, entry["sha256"])
        # Parsed from the very bytes that were checked.
        if name.endswith(".parquet"):
            tables[Path(name).stem] = pl.read_parquet(io.BytesIO(content))
    return Release(name=folder.name, folder=folder, tables=tables, manifest=manifest)


def read_manifest(folder: Path, expected: str | None) -> dict[str, Any]:
    """Return the manifest of a release, its own hash checked where it is known."""
    manifest = _checked(folder / MANIFEST, expected)
    try:
        read: dict[str, Any] = json.loads(manifest)
        # A manifest of another release is damage as well: folders are named after what they hold.
        whole = read["release"] == folder.name
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedReleaseError(folder.name, MANIFEST) from error
    if not whole:
        raise DamagedReleaseError(folder.name, MANIFEST)
    return read


class DamagedReleaseError(RejectedError):
    """A file of a release is not what was published."""

    def __init__(self, release: str, file: str) -> None:
        super().__init__(
            Text(
                nl="Release {r} is beschadigd.",
                en="Release {r} is damaged.",
            ).fill(r=release),
            where=f"{release}/{file}",
            remedy=Text(
                nl="zet de map van deze release terug vanuit een reservekopie",
                en="restore the folder of this release from a backup",
            ),
        )


def _checked(path: Path, expected: str | None) -> bytes:
    """Return the bytes of a file if they have the expected hash."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedReleaseError(path.parent.name, path.name) from error
    if expected is not None and hashlib.sha256(content).hexdigest() != expected:
        raise DamagedReleaseError(path.parent.name, path.name)
    return content


def _pointer(releases: Path) -> dict[str, Any]:
    """Return what CURRENT says; when it cannot be read, what the folders themselves hold."""
    try:
        found = json.loads((releases / CURRENT).read_text(encoding="utf-8"))
        return {"release": found["release"], "releases": dict(found["releases"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"release": None, "releases": _hashes(releases)}


def _hashes(releases: Path) -> dict[str, str]:
    """Return the manifests that stand in the folders, with their hash of now."""
    if not (releases / CURRENT).exists():
        return {}
    return {
        path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in releases.glob(f"[!.]*/{MANIFEST}")
    }


def _newest_first(releases: Path) -> list[tuple[str, str]]:
    """Return releases in the order in which to try them, with the hash of their manifest."""
    pointer = _pointer(releases)
    known: dict[str, str] = pointer["releases"]
    order = sorted(known, key=release_order, reverse=True)
    return [(name, known[name]) for name in sorted(order, key=lambda n: n != pointer["release"])]


def release_order(name: str) -> tuple[str, int]:
    """Return period and number of a release, so that 2026-Q3.10 comes after 2026-Q3.9."""
    period, _, number = name.rpartition(".")
    return period, int(number) if number.isdigit() else 0


def _with_warning(release: Release, damaged: list[str]) -> Release:
    """Return a release that stands in for damaged ones, saying so."""
    return Release(
        name=release.name,
        folder=release.folder,
        tables=release.tables,
        manifest=release.manifest,
        warning=Text(
            nl="Release {d} is beschadigd en wordt niet getoond; u ziet {r}.",
            en="Release {d} is damaged and not shown; you see {r}.",
        ).fill(d=", ".join(damaged), r=release.name),
    )


def _nothing_to_open(damaged: list[str]) -> RejectedError:
    """Return the error for a programme without a release that is whole."""
    if damaged:
        return DamagedReleaseError(damaged[0], MANIFEST)
    return RejectedError(
        Text(nl="Er is nog niets gepubliceerd.", en="Nothing is published yet."),
        where=Text(nl="releases van dit programma", en="releases of this programme"),
        remedy=Text(
            nl="publiceer een periode met: onderstroom publish PERIODE",
            en="publish a period with: onderstroom publish PERIOD",
        ),
    )
