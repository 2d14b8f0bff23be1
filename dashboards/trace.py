"""From what a reader looks at to the deliveries behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboards.facts import Figure, Measure, Unit
    from dashboards.store import Store
    from dashboards.view import Session


@dataclass(frozen=True)
class Trace:
    """A measure, of one unit in one period or of all of them, and the deliveries it rests on.

    Attributes
    ----------
    unit : Unit or None
        None for every unit.
    period : str
        Empty for every period.
    load_ids : frozenset of int
        Numbers of deliveries, as in the table ``loads`` of the release.
    """

    measure: Measure
    unit: Unit | None
    period: str
    load_ids: frozenset[int]

    def figure(self, store: Store) -> Figure | None:
        """Return the one figure that is traced, when it is one."""
        if self.unit is None:
            return None
        return store.figures.get((self.measure.code, self.unit.code), {}).get(self.period)


def sources(session: Session) -> list[str]:
    """Return the tables of which deliveries came in, in the order of delivery."""
    return list(dict.fromkeys(row["table_name"] for row in session.store.rows("loads")))


def traced(session: Session) -> Trace | None:
    """Return what is traced; None when nothing is, or when no figure of it is shown."""
    store, state = session.store, session.state
    measure = store.measures.get(state.measure)
    # Releases made before figures kept their origins lead to every delivery.
    if measure is None or state.source in sources(session) or "origins" not in store.release.tables:
        return None
    unit = store.units.get(state.unit)
    period = state.period if state.period in store.periods else ""
    found = {
        load_id
        for row in store.rows("origins")
        if row["measure"] == measure.code
        and (unit is None or row["unit_code"] == unit.code)
        and period in ("", row["period"])
        for load_id in row["load_ids"]
    }
    return Trace(measure, unit, period, frozenset(found)) if found else None


def chosen_loads(session: Session) -> list[dict[str, Any]]:
    """Return the deliveries that are looked at: of the source, behind the measure, or all."""
    rows = session.store.rows("loads")
    trace = traced(session)
    if trace is not None:
        return [row for row in rows if row["load_id"] in trace.load_ids]
    if session.state.source in sources(session):
        return [row for row in rows if row["table_name"] == session.state.source]
    return rows
