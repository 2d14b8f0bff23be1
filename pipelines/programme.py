"""A programme is a folder: its settings, its private warehouse, its inbox and its releases."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import tomlkit

from model.errors import RejectedError, UsageError
from model.period import LENGTHS, Length, parse_period, period_index
from model.text import DEFAULT_LANGUAGE, LANGUAGES, Language, Text

if TYPE_CHECKING:
    from pathlib import Path

Choice = TypeVar("Choice", bound=str)

SETTINGS = "programme.toml"
SMALLEST_GROUP = 5
SMALLEST_EFFECT = 0.25
LARGEST_UPLOAD_MB = 50


@dataclass(frozen=True)
class Programme:
    """The settings of one programme; every command works in exactly one.

    Attributes
    ----------
    smallest_group : int
        k: no figure is shown about fewer people; 5 or more.
    smallest_effect : float
        The smallest lead that matters, in standard deviations within units.
    closed_periods : tuple of (first, last)
        Periods, both ends included, whose data may change only after confirmation.
    largest_upload_mb : int
        The largest file, in megabytes, that the page for deliveries takes in.
    """

    folder: Path
    name: str
    language: Language = DEFAULT_LANGUAGE
    period_length: Length = "quarter"
    smallest_group: int = SMALLEST_GROUP
    smallest_effect: float = SMALLEST_EFFECT
    time_zone: str = "Europe/Amsterdam"
    closed_periods: tuple[tuple[str, str], ...] = ()
    largest_upload_mb: int = LARGEST_UPLOAD_MB

    @property
    def warehouse(self) -> Path:
        """The private database; one process writes at a time."""
        return self.folder / "warehouse.duckdb"

    @property
    def inbox(self) -> Path:
        """Where uploads are streamed to before they are read."""
        return self.folder / "inbox"

    @property
    def releases(self) -> Path:
        """Where published releases stand, each in a folder of its own."""
        return self.folder / "releases"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which a moment belongs to a day."""
        return ZoneInfo(self.time_zone)

    def is_closed(self, period: str) -> bool:
        """Return whether a period was closed, so that its data may not change unasked."""
        return any(
            period_index(first) <= period_index(period) <= period_index(last)
            for first, last in self.closed_periods
            if len(first) == len(period)
        )


def create_programme(
    folder: Path,
    *,
    name: str | None = None,
    language: Language = DEFAULT_LANGUAGE,
    period_length: Length = "quarter",
) -> Programme:
    """Make the folder of a new programme with its settings; refuse to overwrite one.

    Raises
    ------
    UsageError
        When the folder already holds a programme.
    """
    if (folder / SETTINGS).exists():
        raise UsageError(
            Text(nl="Hier staat al een programma.", en="There is a programme here already."),
            where=folder.name,
            remedy=Text(nl="kies een andere map", en="choose another folder"),
        )
    settings = tomlkit.document()
    settings.add(tomlkit.comment("onderstroom: settings of this programme"))
    for key, value, explanation in (
        ("name", name or folder.name, "shown on every page"),
        ("language", language, "nl or en"),
        ("period_length", period_length, "quarter, half, month or year"),
        ("smallest_group", SMALLEST_GROUP, "no figure about fewer people; never below 5"),
        ("smallest_effect", SMALLEST_EFFECT, "smallest lead that matters, in sd within units"),
        ("time_zone", "Europe/Amsterdam", "decides on which day an answer was given"),
        ("closed_periods", [], 'such as ["2024-Q1..2025-Q4"]; changes there need confirmation'),
        ("largest_upload_mb", LARGEST_UPLOAD_MB, "largest file that the page takes in"),
    ):
        item = tomlkit.item(value)
        item.comment(explanation)
        settings.add(key, item)
    for part in ("inbox", "releases"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text(tomlkit.dumps(settings), encoding="utf-8")
    return open_programme(folder)


def open_programme(folder: Path) -> Programme:
    """Return the programme in a folder, its settings checked.

    Raises
    ------
    UsageError
        When there is none.
    RejectedError
        When a setting has a value that cannot be.
    """
    path = folder / SETTINGS
    if not path.is_file():
        raise UsageError(
            Text(nl="Hier staat geen programma.", en="There is no programme here."),
            where=folder.name,
            remedy=Text(
                nl="maak er een met: onderstroom init MAP",
                en="make one with: onderstroom init FOLDER",
            ),
        )
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad_setting(SETTINGS, str(error).split("(")[0]) from error
    return Programme(
        # Absolute: steps that run in a process of their own must find it too.
        folder=folder.resolve(),
        name=str(settings.get("name", folder.name)),
        language=_one_of(settings, "language", LANGUAGES, DEFAULT_LANGUAGE),
        period_length=_one_of(settings, "period_length", tuple(LENGTHS.values()), "quarter"),
        smallest_group=int(_at_least(settings, "smallest_group", SMALLEST_GROUP, SMALLEST_GROUP)),
        smallest_effect=_at_least(settings, "smallest_effect", 0.01, SMALLEST_EFFECT),
        time_zone=_time_zone(settings),
        closed_periods=tuple(_span(text) for text in settings.get("closed_periods", [])),
        largest_upload_mb=int(_at_least(settings, "largest_upload_mb", 1, LARGEST_UPLOAD_MB)),
    )


def _one_of(
    settings: dict[str, object], key: str, allowed: tuple[Choice, ...], default: Choice
) -> Choice:
    """Return a setting that must be one of a few words."""
    value = settings.get(key, default)
    for choice in allowed:
        if value == choice:
            return choice
    raise _bad_setting(key, f"{value!r}; {', '.join(allowed)}")


def _at_least(settings: dict[str, object], key: str, smallest: float, default: float) -> float:
    """Return a number that may not be smaller than the house rule."""
    value = settings.get(key, default)
    if isinstance(value, (int, float)) and value >= smallest:
        return float(value)
    raise _bad_setting(key, f"{value!r}; ≥ {smallest:g}")


def _time_zone(settings: dict[str, object]) -> str:
    """Return the name of a time zone that exists."""
    name = str(settings.get("time_zone", "Europe/Amsterdam"))
    if name not in available_timezones():
        raise _bad_setting("time_zone", repr(name))
    return name


def _span(text: str) -> tuple[str, str]:
    """Return the first and last period of ``2024-Q1..2025-Q4`` or of one period."""
    first, _, last = text.partition("..")
    return parse_period(first), parse_period(last or first)


def _bad_setting(key: str, found: str) -> RejectedError:
    """Return the error for a setting that cannot be."""
    return RejectedError(
        Text(
            nl="De instelling {k} heeft een waarde die niet kan.",
            en="The setting {k} has a value that cannot be.",
        ).fill(k=key),
        where=f"{SETTINGS}: {found}",
        remedy=Text(nl="verbeter {k} in dat bestand", en="correct {k} in that file").fill(k=key),
    )
