"""What the command line shows of the evidence: verdicts, releases and registered hypotheses."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboards.facts import measures_of, pair_of
from dashboards.store import Store
from dashboards.terminal import print_json
from dashboards.words import STRENGTHS, format_estimate, format_interval, headline
from model.text import Text, format_number

if TYPE_CHECKING:
    import polars as pl

    from model.hypothesis import Hypothesis
    from model.text import Language
    from pipelines.read import Listing, Release


def show_verdict(
    row: dict[str, Any], measures: pl.DataFrame, language: Language, *, as_json: bool
) -> None:
    """Print the verdict in a sentence, both directions and the reasons.

    Parameters
    ----------
    row : dict
        One row of the table ``verdicts``.
    measures : polars.DataFrame
        The table ``measures``, for the names in the sentence.
    """
    pair = pair_of(row, measures_of(measures.to_dicts()))
    sentence = headline(pair).in_language(language)
    reasons = [reason.in_language(language) for reason in pair.reasons]
    if as_json:
        print_json(_answer(row) | {"sentence": sentence, "reasons": reasons})
        return
    console = Console()
    strength = STRENGTHS.get(pair.strength)
    grade = f" ({strength.in_language(language)})" if strength else ""
    console.print(f"[bold]{escape(sentence)}[/bold]{grade}", highlight=False)
    heads = ("schatting", "95%", "p") if language == "nl" else ("estimate", "95%", "p")
    table = Table("", *heads)
    for first, second, found in (
        (pair.cause, pair.outcome, pair.forward),
        (pair.outcome, pair.cause, pair.reverse),
    ):
        table.add_row(
            f"{first.name.in_language(language)} → {second.name.in_language(language)}",
            format_estimate(found, language),
            format_interval(found.low, found.high, language),
            "–" if found.p is None else format_number(found.p, language, digits=3),
        )
    console.print(table)
    for reason in reasons:
        console.print(f"  · {escape(reason)}", highlight=False)


def show_release(release: Release, language: Language, *, as_json: bool) -> None:
    """Print a release's name and its verdict in one sentence."""
    pair = next(iter(Store(release).pairs), None)
    sentence = headline(pair).in_language(language) if pair else ""
    if as_json:
        print_json({"release": release.name, "sentence": sentence, "manifest": release.manifest})
        return
    word = Text(nl="Uitgave", en="Release").in_language(language)
    Console().print(f"{word} {release.name}\n[bold]{escape(sentence)}[/bold]", highlight=False)


def show_releases(found: list[Listing], language: Language, *, as_json: bool) -> None:
    """Print the releases, newest first."""
    if as_json:
        print_json([asdict(one) for one in found])
        return
    heads = ("uitgave", "wanneer", "wie") if language == "nl" else ("release", "when", "who")
    table = Table(*heads)
    for one in found:
        table.add_row(escape(one.name), one.published_at, escape(one.published_by))
    Console().print(table)


def show_built(found: dict[str, int], language: Language, *, as_json: bool) -> None:
    """Print how many rows each step made."""
    if as_json:
        print_json(found)
        return
    done = Text(nl="Opgebouwd", en="Built").in_language(language)
    counts = (f"{step} {format_number(rows, language, digits=0)}" for step, rows in found.items())
    Console().print(f"{done}: {', '.join(counts)}", highlight=False)


def show_hypotheses(found: list[Hypothesis], language: Language, *, as_json: bool) -> None:
    """Print versions of hypotheses with when they were written down."""
    if as_json:
        print_json([asdict(one) | {"frozen_hash": one.frozen_hash} for one in found])
        return
    afterwards = Text(nl="achteraf", en="afterwards").in_language(language)
    for one in found:
        mark = f" [{afterwards}]" if one.afterwards else ""
        Console().print(
            f"{one.name} v{one.version}{mark}  {one.cause} → {one.outcome} ({one.sign}), "
            f"{one.first_lag}-{one.last_lag}, {one.first_period}…  {one.registered_at}\n"
            f"  {one.purpose}\n  {one.frozen_hash[:16]}",
            markup=False,
            highlight=False,
        )


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of ``verdicts`` as the object that ``verdict --json`` promises."""
    numbers = ("estimate", "se", "low", "high", "p", "lag", "lags")
    same = ("verdict", "strength", "cause", "outcome", "n_units", "n_periods", "mde")
    return {name: row[name] for name in same} | {
        "forward": {name: row[f"forward_{name}"] for name in numbers},
        "reverse": {name: row[f"reverse_{name}"] for name in numbers},
        "needed": {"units": row["needed_units"], "periods": row["needed_periods"]},
        "error_source": row["error_source"],
    }
