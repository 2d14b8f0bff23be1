"""Run Great Expectations over some frames, in a process of its own: ``python -m pipelines.checks``.

The folder given holds ``frames/*.parquet`` and ``expectations.json``; ``results.json`` and the
pages ``docs/`` are added. Nothing else in the project imports Great Expectations: it is slow to
start, and a crash in it must stop a publication, not the program.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipelines.reading.sandbox import die_with_parent

EXPECTATIONS = "expectations.json"
RESULTS = "results.json"
LONGEST_SECONDS = 300
_OUTSIDE = re.compile(
    r"<script\b.*?</script>|<link\b[^>]*>|<img\b[^>]*>|<footer\b.*?</footer>|"
    r"background: url\([^)]*\)[^;]*;|<button\b.*?</button>|<a [^>]*https?://[^>]*>|"
    r'<div class="card mb-3">.*?(?=<div class="card d-md-block)',
    re.DOTALL,
)
_STYLE = """<style>
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.4rem;
text-align:left;vertical-align:top}ul,ol{list-style:none;padding:0}
.fa-check-circle::before{content:"\\2714";color:#1b6e3c}.fa-times::before{content:"\\2718";color:#a3161a}
.fa-exclamation-triangle::before{content:"!";color:#8a5300;font-weight:700}
.ge-breadcrumbs li{display:inline;margin-right:1rem}
</style>"""


def run_checks(folder: Path) -> dict[str, Any]:
    """Return what the child process found; every failure of that process is a failed check.

    Parameters
    ----------
    folder : Path
        Holds the frames and the expectations; receives the results and the pages.

    Returns
    -------
    dict
        Name of the expectation to ``{"passed": bool, "error": str}``; ``error`` is not empty
        when it could not be evaluated.

    Raises
    ------
    ChecksFailedError
        When the child died, took too long or left no results.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        # It may keep no settings in, and read none from, the home of whoever publishes.
        "HOME": str(folder),
        "GX_ANALYTICS_ENABLED": "false",
        "TQDM_DISABLE": "1",
    }
    try:
        subprocess.run(
            [sys.executable, "-m", "pipelines.checks", str(folder)],
            env=environment,
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=LONGEST_SECONDS,
        )
        found: dict[str, Any] = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise ChecksFailedError from error
    return found


class ChecksFailedError(Exception):
    """The checks could not be made, so nothing may be published."""


def evaluate(folder: Path) -> None:
    """Evaluate every expectation and write the results and the pages; runs in the child."""
    wanted = json.loads((folder / EXPECTATIONS).read_text(encoding="utf-8"))
    import great_expectations as gx
    import pandas as pd
    from great_expectations.checkpoint.actions import UpdateDataDocsAction

    context = gx.get_context(mode="ephemeral")
    context.add_data_docs_site("release", _site(folder / "docs"))
    source = context.data_sources.add_pandas("release")
    results: dict[str, Any] = {}
    for path in sorted((folder / "frames").glob("*.parquet")):
        name = path.stem
        suite = context.suites.add(gx.ExpectationSuite(name))
        for one in (one for one in wanted if one["frame"] == name):
            suite.add_expectation(_expectation(gx.expectations, one))
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        run = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=suite)
        )
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name=name,
                validation_definitions=[run],
                actions=[UpdateDataDocsAction(name="docs", site_names=["release"])],
                # Values of small groups would otherwise stand in the pages.
                result_format="BOOLEAN_ONLY",
            )
        )
        found = checkpoint.run(batch_parameters={"dataframe": pd.read_parquet(path)})
        for result in found.run_results.values():
            results |= {_name(one): _outcome(one) for one in result["results"]}
    (folder / RESULTS).write_text(json.dumps(results), encoding="utf-8")
    make_offline(folder / "docs")


def _site(docs: Path) -> Any:  # noqa: ANN401 - the library types too few of its own keys
    """Return where and how the pages are written."""
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(docs),
        },
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }


def make_offline(docs: Path) -> None:
    """Take everything out of the pages that would be fetched, and list them on a front page."""
    shutil.rmtree(docs / "static")
    pages = [page for page in sorted(docs.rglob("*.html")) if page != docs / "index.html"]
    for page in pages:
        text = _OUTSIDE.sub("", page.read_text(encoding="utf-8"))
        page.write_text(text.replace("</head>", f"{_STYLE}</head>"), encoding="utf-8")
    links = "".join(
        f'<li><a href="{html.escape(page.relative_to(docs).as_posix())}">'
        f"{html.escape(page.relative_to(docs).parts[0])}: "
        f"{html.escape(page.relative_to(docs).with_suffix('').parts[1])}</a></li>"
        for page in pages
    )
    (docs / "index.html").write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Checks</title>'
        f"{_STYLE}</head><body><h1>Checks of this release</h1><ul>{links}</ul></body></html>",
        encoding="utf-8",
    )


def _expectation(known: Any, wanted: dict[str, Any]) -> Any:  # noqa: ANN401 - untyped library
    """Return the expectation object that a description asks for."""
    kind = "".join(part.title() for part in wanted["type"].split("_"))
    return getattr(known, kind)(
        **wanted["arguments"],
        description=wanted["description"],
        meta={"name": wanted["name"]},
    )


def _name(result: Any) -> str:  # noqa: ANN401 - untyped library
    """Return the name that an expectation was given."""
    return str(result.expectation_config.meta["name"])


def _outcome(result: Any) -> dict[str, Any]:  # noqa: ANN401 - untyped library
    """Return whether an expectation holds, and why it could not be evaluated if so."""
    failure = result.exception_info or {}
    raised = failure.get("raised_exception", True) if failure else False
    return {"passed": bool(result.success), "error": "not evaluated" if raised else ""}


if __name__ == "__main__":
    die_with_parent()
    evaluate(Path(sys.argv[1]))
