"""One piece of heavy work in a process of its own: a request in, progress and one answer out.

Each job imports what it needs, so that a short one answers soon.

``python -m dashboards.desk.work FOLDER`` reads one JSON object ``{job, …}`` from standard input.
It writes lines of JSON: ``{"step", "share"}`` while it works and one ``{"found"}``, ``{"error"}``
or ``{"incident"}`` at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dashboards.incident import note_incident
from model.errors import OnderstroomError
from model.issue import Issue
from model.text import Text
from pipelines.programme import open_programme
from pipelines.reading.sandbox import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.desk.report import LoadReport
    from pipelines.programme import Programme
    from pipelines.progress import Progress

Request = dict[str, Any]
# In the order in which a steward comes to need them.
NEEDED = (
    *("pipelines.overview", "pipelines.recognise", "pipelines.accept"),
    *("pipelines.annotate", "pipelines.rehearsal", "pipelines.run"),
)


def _overview(programme: Programme, _asked: Request, _progress: Progress) -> object:
    """Return what stands in the warehouse and what was published."""
    from pipelines.overview import overview

    return overview(programme)


def _recognise(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Return for which table a file seems to be meant."""
    from pipelines.recognise import recognise

    return asdict(recognise(programme, Path(asked["path"]), upload_name=asked["name"]))


def _load(programme: Programme, asked: Request, progress: Progress) -> object:
    """Check a file, or load it."""
    from pipelines.accept import load

    report = load(
        programme,
        asked["table"],
        [Path(asked["path"])],
        names=[asked["name"]],
        mapping=asked.get("mapping") or None,
        check=asked["check"],
        keep=True,
        confirm=asked.get("confirm") or None,
        progress=progress,
    )
    return _report_in_both(report)


def _annotate(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Write the workbook with remarks about a report that was given earlier."""
    from pipelines.annotate import annotate

    made = annotate(
        replace(programme, language=asked["language"]),
        _report_from(asked["report"]),
        [Path(asked["path"])],
        Path(asked["target"]),
        mapping=asked.get("mapping") or None,
        names=[asked["name"]],
    )
    return str(made)


def _undo(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Take a load back."""
    from pipelines.undo import undo

    return undo(programme, asked["load_id"], reason=asked["reason"])


def _drop(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Give up a row that was set aside."""
    from pipelines.quarantine import drop

    about = {name: asked[name] for name in ("reason", "file")}
    return drop(programme, asked["load_id"], asked["row"], **about)


def _rehearse(programme: Programme, asked: Request, progress: Progress) -> object:
    """Build when that is needed, and hold every check against a period."""
    from pipelines.rehearsal import rehearse
    from pipelines.run import build

    if asked["build"]:
        build(programme, progress=progress)
    return [
        {
            "name": one.check.name,
            "title": asdict(one.check.title),
            "passed": one.passed,
            "stops": one.stops,
            "found": asdict(one.check.found),
            "fix": asdict(one.fix),
            "allowed": one.allowed,
        }
        for one in rehearse(programme, asked["period"], progress=progress)
    ]


def _publish(programme: Programme, asked: Request, progress: Progress) -> object:
    """Publish a period."""
    from pipelines.publish import publish

    release = publish(programme, asked["period"], reason=asked["reason"] or None, progress=progress)
    return release.name


def _register(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Write a hypothesis into the register."""
    from pipelines.hypotheses import register

    made = register(programme, **asked["fields"] | {"lags": tuple(asked["fields"]["lags"])})
    return asdict(made) | {"frozen_hash": made.frozen_hash}


def _amend(programme: Programme, asked: Request, _progress: Progress) -> object:
    """Write a new version of a hypothesis."""
    from pipelines.hypotheses import amend

    made = amend(programme, asked["name"], **asked["changes"])
    return asdict(made) | {"frozen_hash": made.frozen_hash}


JOBS: dict[str, Callable[[Programme, Request, Progress], object]] = {
    "overview": _overview,
    "recognise": _recognise,
    "load": _load,
    "annotate": _annotate,
    "undo": _undo,
    "drop": _drop,
    "rehearse": _rehearse,
    "publish": _publish,
    "register": _register,
    "amend": _amend,
}


def _report_in_both(report: LoadReport) -> dict[str, Any]:
    """Return a report with the words of its findings in both languages."""
    found = report.as_json("nl")
    found["issues"] = [
        issue.as_json("nl") | {"message": asdict(issue.message), "fix": asdict(issue.fix)}
        for issue in report.issues
    ]
    return found


def _report_from(found: dict[str, Any]) -> LoadReport:
    """Return the report that was written in both languages."""
    from pipelines.desk.report import LoadReport

    issues = tuple(
        Issue(
            **issue
            | {
                "message": Text(**issue["message"]),
                "fix": Text(**issue["fix"]),
                "rows": tuple(issue["rows"]),
            }
        )
        for issue in found["issues"]
    )
    return LoadReport(**found | {"issues": issues, "difference": tuple(found["difference"])})


def main() -> None:
    """Answer the one request of this process."""
    die_with_parent()
    _get_ready()
    # Whatever a library prints must not come between the answers.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        line = sys.stdin.readline()
        if line:
            _tell(answers, _answered(json.loads(line), answers))


def _get_ready() -> None:
    """Import what the jobs need, one by one, as long as nobody asks for anything."""
    for name in NEEDED:
        if select.select([sys.stdin], [], [], 0)[0]:
            return
        import_module(name)


def _answered(asked: Request, answers: IO[str]) -> dict[str, object]:
    """Return the answer to a request: what was found, what a person can mend, or a number."""

    def progress(step: Text, share_done: float) -> None:
        _tell(answers, {"step": asdict(step), "share": share_done})

    try:
        programme = open_programme(Path(sys.argv[1]))
        return {"found": JOBS[asked["job"]](programme, asked, progress)}
    except OnderstroomError as error:
        return error.as_json() | {"exit_code": error.exit_code}
    except Exception as error:
        return {"incident": note_incident(error)}


def _tell(answers: IO[str], words: dict[str, object]) -> None:
    """Write one line to whoever asked, unless nobody listens any more."""
    with contextlib.suppress(BrokenPipeError):
        answers.write(json.dumps(words, ensure_ascii=False, default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
