"""From the panel to what went before what: one verdict per cause and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from model.errors import UsageError
from model.period import period_index
from model.statistics.multiple_testing import adjusted_p
from model.text import Text
from model.verdict import judge
from pipelines.comparable import comparable_panel
from pipelines.evidence_tables import TABLES, curve_rows, specification_rows, verdict_row
from pipelines.hypotheses import current, versions
from pipelines.moderators import moderation_rows, moderation_table
from pipelines.pairs import Pair, Series, pairs_of, series_of, shared_people
from pipelines.panel import is_built, not_built, replace_table
from pipelines.progress import silent
from pipelines.warehouse import open_warehouse

if TYPE_CHECKING:
    import duckdb

    from model.hypothesis import Hypothesis
    from model.verdict import Verdict
    from pipelines.programme import Programme
    from pipelines.progress import Progress

_STEP = Text(nl="Bewijs zoeken: {c} → {o}", en="Looking for evidence: {c} → {o}")
_DONE = Text(nl="Bewijs zoeken", en="Looking for evidence")


@dataclass(frozen=True)
class Judged:
    """A pair with its series and the verdict on it."""

    pair: Pair
    series: Series
    verdict: Verdict
    shared: Text | None
    smallest_effect: float


def build_evidence(
    connection: duckdb.DuckDBPyConnection, programme: Programme, *, progress: Progress = silent
) -> int:
    """Judge every pair on the full panel; write the tables of evidence.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse with a built panel; the caller holds the transaction.

    Returns
    -------
    int
        How many pairs were judged.
    """
    tables = evidence_tables(
        comparable_panel(connection),
        connection.table("measures").pl(),
        registered=_registered(connection),
        smallest_effect=programme.smallest_effect,
        progress=progress,
    )
    for name, rows in tables.items():
        replace_table(connection, name, rows)
    return tables["verdicts"].height


def evidence_until(
    connection: duckdb.DuckDBPyConnection,
    programme: Programme,
    last: str,
    *,
    progress: Progress = silent,
) -> dict[str, pl.DataFrame]:
    """Return the evidence of a release: no period after its last one has a say in a verdict.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse with built evidence, which stands when nothing later is known; otherwise
        every pair is judged again without what came later.
    last : str
        The last period of the release.
    """
    is_later = pl.col("period_index") > period_index(last)
    panel = connection.table("panel").pl()
    if panel.filter(is_later, pl.col("value").is_not_null()).is_empty():
        return {name: connection.table(name).pl() for name in TABLES}
    return evidence_tables(
        comparable_panel(connection, last=last),
        connection.table("measures").pl(),
        registered=_registered(connection),
        smallest_effect=programme.smallest_effect,
        progress=progress,
    )


def evidence_tables(
    panel: pl.DataFrame,
    measures: pl.DataFrame,
    *,
    registered: list[Hypothesis],
    smallest_effect: float,
    progress: Progress = silent,
) -> dict[str, pl.DataFrame]:
    """Return the tables of evidence from a panel.

    Parameters
    ----------
    panel, measures : DataFrame
        Tables ``panel`` and ``measures``.
    registered : list of Hypothesis
        What was expected before the data were in; each is judged on its own periods.
    smallest_effect : float
        The smallest lead that matters where no hypothesis says otherwise.
    """
    sources = _sources(panel)
    judged: list[Judged] = []
    moderated: list[dict[str, Any]] = []
    pairs = pairs_of(measures, registered)
    for number, pair in enumerate(pairs):
        progress(_STEP.fill(c=pair.cause, o=pair.outcome), number / len(pairs))
        shared = shared_people(measures, sources, pair)
        one = judge_pair(panel, pair, shared=shared, smallest_effect=smallest_effect)
        # Nothing came before the window: there is only the registered question.
        if one.series.periods or not pair.before:
            judged.append(one)
            moderated += moderation_rows(one, panel, measures)
    progress(_DONE, 1.0)
    q = _over_pairs(judged)
    first = _primary(judged, measures)
    verdicts = [
        _row(one) | {"q": q[number], "is_primary": number == first}
        for number, one in enumerate(judged)
    ]
    return {
        "verdicts": pl.DataFrame(verdicts, schema=TABLES["verdicts"]),
        "evidence": pl.DataFrame(
            [row for one in judged for row in specification_rows(one.pair, one.verdict)],
            schema=TABLES["evidence"],
        ),
        "lag_curve": pl.DataFrame(
            [row for one in judged for row in curve_rows(one.pair, one.verdict)],
            schema=TABLES["lag_curve"],
        ),
        "moderation": moderation_table(moderated),
    }


def judge_pair(
    panel: pl.DataFrame, pair: Pair, *, shared: Text | None, smallest_effect: float
) -> Judged:
    """Return the verdict on one pair of measures over the leaves of the tree.

    Parameters
    ----------
    shared : Text or None
        Why the errors of both sides are not apart; then no order is told.
    smallest_effect : float
        The smallest lead that matters, unless the hypothesis of the pair says otherwise.
    """
    series = series_of(panel, pair)
    known = series.error_source != "none"
    asked = pair.hypothesis
    matters = asked.smallest_effect if asked else smallest_effect
    verdict = judge(
        series.x,
        series.y,
        series.se_x if known else None,
        series.se_y if known else None,
        smallest_effect=matters,
        error_source=series.error_source,
        errors_correlate=shared is not None,
        lag_window=asked.last_lag if asked else None,
    )
    return Judged(pair, series, verdict, shared, matters)


def _row(one: Judged) -> dict[str, Any]:
    """Return the row of ``verdicts`` of what was judged."""
    return verdict_row(
        one.pair,
        one.series,
        one.verdict,
        shared=one.shared,
        smallest_effect=one.smallest_effect,
    )


def verdict_for(
    programme: Programme, *, cause: str | None = None, outcome: str | None = None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return one verdict as a row of ``verdicts``, judged now if not stored, and the measures.

    Parameters
    ----------
    cause, outcome : str, optional
        Constructs or codes of the codebook; by default those of the pair shown first.

    Raises
    ------
    RejectedError
        When the panel does not hold the loads of now.
    UsageError
        When a code is unknown, or there is no pair to show.
    """
    with open_warehouse(programme, read_only=True) as connection:
        if not is_built(connection):
            raise not_built()
        verdicts = connection.table("verdicts").pl()
        measures = connection.table("measures").pl()
        panel = comparable_panel(connection)
    for code in (cause, outcome):
        if code is not None and code not in measures["measure"]:
            raise _unknown(code, measures["measure"].to_list())
    wanted = [
        pl.col(column) == code
        for column, code in (("cause", cause), ("outcome", outcome))
        if code is not None
    ]
    stored = verdicts.filter(wanted) if wanted else verdicts
    if stored.height:
        first = stored.sort("is_primary", "purpose", descending=True)
        return dict(first.row(0, named=True)), measures
    if cause is None or outcome is None:
        raise _no_pair()
    kind = dict(measures.select("measure", "kind").iter_rows())[cause]
    pair = Pair(cause, outcome, kind)
    shared = shared_people(measures, _sources(panel), pair)
    one = judge_pair(panel, pair, shared=shared, smallest_effect=programme.smallest_effect)
    return _row(one) | {"q": None, "is_primary": False}, measures


def _registered(connection: duckdb.DuckDBPyConnection) -> list[Hypothesis]:
    """Return what was expected before the data, of each hypothesis the version that counts."""
    return [one for one in current(versions(connection)) if not one.afterwards]


def _sources(panel: pl.DataFrame) -> dict[str, str]:
    """Return from which table each measure usually comes."""
    usual = panel.filter(pl.col("source").is_not_null()).group_by("measure")
    return dict(usual.agg(pl.col("source").mode().sort().first()).iter_rows())


def _over_pairs(judged: list[Judged]) -> list[float | None]:
    """Return the p of each pair corrected for how many there are, registered ones apart."""
    q: list[float | None] = [None] * len(judged)
    for purpose in ("registered", "exploratory"):
        places = [n for n, one in enumerate(judged) if one.pair.purpose == purpose]
        # Either direction may be found in a pair: the smaller p counts twice.
        smaller = [
            np.fmin(judged[place].verdict.forward.p, judged[place].verdict.reverse.p)
            for place in places
        ]
        p = np.minimum(2 * np.array(smaller, dtype=np.float64), 1.0)
        for place, value in zip(places, adjusted_p(p, method="benjamini-hochberg"), strict=True):
            q[place] = None if np.isnan(value) else float(value)
    return q


def _primary(judged: list[Judged], measures: pl.DataFrame) -> int | None:
    """Return the pair that the page opens on: registered, beliefs and customers, most data.

    Never the pair with the clearest result: that choice alone would make chance look like a
    finding. Of equals the first in the codebook counts.
    """
    rows = {row["measure"]: row for row in measures.to_dicts()}

    def rank(number: int) -> tuple[bool, bool, bool, bool, int, int, int]:
        """Return how well a pair answers the product's own question."""
        one = judged[number]
        return (
            one.pair.purpose == "registered",
            one.pair.cause_kind == "belief" and rows[one.pair.outcome]["kind"] == "customer",
            one.shared is None and one.series.error_source != "none",
            rows[one.pair.cause]["is_construct"],
            one.series.n_cells,
            -rows[one.pair.cause]["position"],
            -rows[one.pair.outcome]["position"],
        )

    return max(range(len(judged)), key=rank, default=None)


def _unknown(code: str, known: list[str]) -> UsageError:
    """Return the error for a code that the codebook does not have."""
    return UsageError(
        Text(nl='Er is geen meting "{c}".', en='There is no measure "{c}".').fill(c=code[:40]),
        where=Text(nl="codeboek", en="codebook"),
        remedy=Text(nl="kies uit: {k}", en="choose from: {k}").fill(
            k=", ".join(sorted(known)[:20])
        ),
    )


def _no_pair() -> UsageError:
    """Return the error for a programme in which nothing can be compared yet."""
    return UsageError(
        Text(nl="Er is nog geen paar om te vergelijken.", en="There is no pair to compare yet."),
        where=Text(nl="codeboek", en="codebook"),
        remedy=Text(
            nl="noem een oorzaak en een uitkomst met --cause en --outcome",
            en="name a cause and an outcome with --cause and --outcome",
        ),
    )
