"""All that a steward's page shows of a programme, in one look at its warehouse and releases."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from model.period import length_of, period_index
from pipelines.hypotheses import register_now
from pipelines.panel import is_built
from pipelines.quarantine import quarantined
from pipelines.read import list_releases
from pipelines.status import status
from pipelines.warehouse import open_warehouse

if TYPE_CHECKING:
    from pipelines.programme import Programme

MOST_ROWS = 1000


def overview(programme: Programme) -> dict[str, object]:
    """Return what stands, what waits and what was published.

    Returns
    -------
    dict
        What :func:`pipelines.status.status` returns, and ``aside`` (rows set aside, the first
        1000 of the newest loads), ``units`` (code and name in the order of the list),
        ``is_built`` (the panel holds the loads of now), ``periods`` (those with a delivery)
        ``releases`` (newest first) and ``register`` (the hypotheses; see
        :func:`pipelines.hypotheses.register_now`).
    """
    found = status(programme)
    with open_warehouse(programme, read_only=True) as connection:
        built = is_built(connection)
        units = connection.execute(
            "SELECT unit_code, arg_max(name, valid_from) FROM units GROUP BY 1 ORDER BY 1"
        ).fetchall()
    periods = {str(cell["period"]) for cell in found["completeness"]}
    own = [period for period in periods if length_of(period) == programme.period_length]
    return found | {
        "aside": quarantined(programme)[:MOST_ROWS],
        "units": units,
        "is_built": built,
        "periods": sorted(own, key=period_index),
        "register": register_now(programme),
        "releases": [asdict(release) for release in list_releases(programme)],
    }
