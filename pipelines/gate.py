"""Hold a release back until every expectation holds, and keep what was found with it."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from model.errors import NeedsConfirmationError, RejectedError
from model.text import Text, same
from pipelines.checks import EXPECTATIONS, ChecksFailedError, run_checks
from pipelines.expectations import Check, Profile
from pipelines.scratch import scratch

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.programme import Programme

OWN_FILE = "expectations.toml"
CHECKS = {
    "name_nl": pl.String,
    "name_en": pl.String,
    "passed": pl.Boolean,
    "detail_nl": pl.String,
    "detail_en": pl.String,
}


def hold_gate(
    profile: Profile, programme: Programme, period: str, docs: Path, *, reason: str | None = None
) -> list[Outcome]:
    """Return the outcome of every check, or refuse; the pages about them go to ``docs``.

    Parameters
    ----------
    profile : Profile
        Frames and what is expected of them.
    programme : Programme
        Its file ``expectations.toml`` may add expectations and allow failures, with a reason.
    period : str
        The period to be published.
    docs : Path
        Folder that is made for the Data Docs, part of the release.
    reason : str, optional
        Answers every doubt that the programme's file gives no reason for.

    Raises
    ------
    RejectedError
        When a check that stops a publication fails; it names the check and what to do.
    NeedsConfirmationError
        When a doubt has no reason.
    """
    outcomes = judge(profile, programme, period, docs=docs)
    stopping = [one for one in outcomes if one.stops]
    if stopping:
        raise _stopped(stopping)
    words = (reason or "").strip()
    if not words and (unanswered := [one for one in outcomes if one.needs_reason]):
        raise _unanswered(unanswered)
    return [replace(one, allowed=words) if one.needs_reason else one for one in outcomes]


def checks_table(outcomes: list[Outcome]) -> pl.DataFrame:
    """Return the outcomes as the table ``checks`` of a release."""
    rows = [(*_both(one.check.title), one.passed, *_both(one.detail)) for one in outcomes]
    return pl.DataFrame(rows, schema=CHECKS, orient="row")


def reasons_of(outcomes: list[Outcome]) -> dict[str, str]:
    """Return why each check that did not hold was let through, by its name."""
    return {one.check.name: one.allowed for one in outcomes if not one.passed and one.allowed}


@dataclass(frozen=True)
class Outcome:
    """What came of one check.

    Attributes
    ----------
    unknown : bool
        It could not be evaluated, so it did not pass.
    allowed : str or None
        Why the programme lets this failure through, in its own words.
    """

    check: Check
    passed: bool
    unknown: bool
    allowed: str | None

    @property
    def stops(self) -> bool:
        """Whether nothing may be published because of it."""
        return not self.passed and self.check.stops and self.allowed is None

    @property
    def needs_reason(self) -> bool:
        """Whether it is a doubt that nobody gave a reason for yet."""
        return not self.passed and not self.check.stops and self.allowed is None

    @property
    def fix(self) -> Text:
        """What to do about it."""
        return _NOT_EVALUATED if self.unknown else self.check.fix

    @property
    def detail(self) -> Text:
        """What was found, and for a failure what to do or why it was allowed."""
        if self.passed:
            return self.check.found
        said = self.check.fix if self.allowed is None else _ALLOWED.fill(r=self.allowed)
        return _FOUND_AND.fill(a=self.check.found, b=said) if self.check.found.nl else said


def judge(
    profile: Profile, programme: Programme, period: str, *, docs: Path | None = None
) -> list[Outcome]:
    """Return the outcome of every check, the programme's own included; refuse nothing.

    Parameters
    ----------
    docs : Path, optional
        Folder that is made for the Data Docs when nothing stops a publication.

    Raises
    ------
    RejectedError
        When the checks could not be made.
    """
    own, allowed = read_own(programme, period, profile)
    checks = [*profile.checks, *own]
    # Inside the programme's own folder: the frames hold groups that nobody else may see.
    with scratch(programme.folder, ".checks-") as folder:
        _write(folder, profile, checks)
        try:
            found = run_checks(folder)
        except ChecksFailedError as error:
            raise _not_checked() from error
        outcomes = [
            Outcome(
                check,
                passed=found[check.name]["passed"],
                unknown=bool(found[check.name]["error"]),
                allowed=allowed.get(check.name),
            )
            for check in checks
        ]
        if docs is not None and not any(one.stops for one in outcomes):
            shutil.copytree(folder / "docs", docs)
    return outcomes


def read_own(
    programme: Programme, period: str, profile: Profile
) -> tuple[list[Check], dict[str, str]]:
    """Return a programme's own expectations, and which failures it allows in a period and why.

    The file ``expectations.toml`` in the programme's folder::

        [[expectation]]
        name = "nps is never below zero"
        frame = "values"
        type = "expect_column_values_to_be_between"
        column = "nps"
        min_value = 0

        [[allow]]
        check = "completeness:nps"
        period = "2026-Q3"
        reason = "T12 moved house"
    """
    path = programme.folder / OWN_FILE
    if not path.is_file():
        return [], {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        own = [_own_check(entry, profile) for entry in written.get("expectation", [])]
        allowed = {
            str(entry["check"]): str(entry["reason"])
            for entry in written.get("allow", [])
            if entry["period"] == period and str(entry["reason"]).strip()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(str(error)) from error
    return own, allowed


def _own_check(entry: dict[str, Any], profile: Profile) -> Check:
    """Return one expectation from a programme's file."""
    arguments = {k: v for k, v in entry.items() if k not in ("name", "frame", "type", "stops")}
    frame = str(entry["frame"])
    if frame not in profile.frames:
        raise ValueError(f"frame = {frame}; {', '.join(profile.frames)}")
    column = arguments.get("column")
    if column is not None and column not in profile.frames[frame].columns:
        raise ValueError(f"column = {column}; {', '.join(profile.frames[frame].columns)}")
    return Check(
        name=f"own:{entry['name']}",
        title=same(str(entry["name"])),
        frame=frame,
        kind=str(entry["type"]),
        arguments=arguments,
        fix=_OWN_FIX,
        stops=bool(entry.get("stops", True)),
    )


def _write(folder: Path, profile: Profile, checks: list[Check]) -> None:
    """Write frames and expectations where the child process reads them."""
    (folder / "frames").mkdir()
    for name, frame in profile.frames.items():
        frame.write_parquet(folder / "frames" / f"{name}.parquet")
    (folder / EXPECTATIONS).write_text(
        json.dumps(
            [
                {
                    "name": check.name,
                    "frame": check.frame,
                    "type": check.kind,
                    "arguments": check.arguments,
                    "description": f"{check.title.nl} / {check.title.en}",
                }
                for check in checks
            ]
        ),
        encoding="utf-8",
    )


def _both(text: Text) -> tuple[str, str]:
    """Return the words in both languages."""
    return text.nl, text.en


def _stopped(stopping: list[Outcome]) -> RejectedError:
    """Return the refusal that names what does not hold, and what to do about the first."""
    return RejectedError(
        Text(
            nl="Niet gepubliceerd. Controles die geen stand houden: {n}.",
            en="Not published. Checks that do not hold: {n}.",
        ).fill(n=len(stopping)),
        where=Text(
            nl="; ".join(_titled(one.check, "nl") for one in stopping[:5]),
            en="; ".join(_titled(one.check, "en") for one in stopping[:5]),
        ),
        remedy=stopping[0].fix,
    )


def _unanswered(doubts: list[Outcome]) -> NeedsConfirmationError:
    """Return the question for a reason, with the doubts that ask for one."""
    return NeedsConfirmationError(
        Text(
            nl="Nog niet gepubliceerd. Waarschuwingen die om een reden vragen: {n}.",
            en="Not published yet. Warnings that ask for a reason: {n}.",
        ).fill(n=len(doubts)),
        where=Text(
            nl="; ".join(_titled(one.check, "nl") for one in doubts[:5]),
            en="; ".join(_titled(one.check, "en") for one in doubts[:5]),
        ),
        remedy=Text(
            nl="{f}; geef daarna de reden met --reason, of per controle in expectations.toml",
            en="{f}; then give the reason with --reason, or per check in expectations.toml",
        ).fill(f=doubts[0].fix),
    )


def _titled(check: Check, language: Any) -> str:  # noqa: ANN401 - a literal of two words
    """Return the name of a check with what was found."""
    title, found = check.title.in_language(language), check.found.in_language(language)
    return f"{title} ({found})" if found else title


def _not_checked() -> RejectedError:
    """Return the refusal when the checks themselves broke down: then nothing is published."""
    return RejectedError(
        Text(
            nl="Niet gepubliceerd: de controles konden niet worden uitgevoerd.",
            en="Not published: the checks could not be made.",
        ),
        where=Text(nl="de controles voor publicatie", en="the checks before publication"),
        remedy=Text(
            nl="probeer het opnieuw; blijft dit zo, controleer dan expectations.toml",
            en="try again; if it stays, look at expectations.toml",
        ),
    )


def _unreadable(found: str) -> RejectedError:
    """Return the error for an ``expectations.toml`` that cannot be."""
    return RejectedError(
        Text(
            nl="De eigen verwachtingen kloppen niet.", en="The programme's expectations are wrong."
        ),
        where=f"{OWN_FILE}: {found}",
        remedy=Text(nl="verbeter dat bestand", en="correct that file"),
    )


_ALLOWED = Text(nl="toegestaan: {r}", en="allowed: {r}")
_FOUND_AND = Text(nl="{a}; {b}", en="{a}; {b}")
_OWN_FIX = Text(
    nl="verbeter de gegevens, of deze verwachting in expectations.toml",
    en="correct the data, or this expectation in expectations.toml",
)
_NOT_EVALUATED = Text(
    nl="controleer het type en de argumenten van deze verwachting in expectations.toml",
    en="check type and arguments of this expectation in expectations.toml",
)
