"""How much a score changed, and whether that is more than noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.facts import Figure

TWO_SIDED = 1.96  # 95 % of a normal distribution

RISEN = Text(nl="gestegen", en="risen")
FALLEN = Text(nl="gedaald", en="fallen")
NOISE = Text(nl="binnen de ruis", en="within the noise")
NO_INTERVAL = Text(nl="onzekerheid onbekend", en="uncertainty unknown")


@dataclass(frozen=True)
class Change:
    """A change between two periods of one series, with its interval."""

    amount: float
    low: float | None
    high: float | None
    since: str
    until: str

    @property
    def sign(self) -> str:
        """An arrow for a change beyond noise, a wave for one within."""
        return {RISEN: "↗", FALLEN: "↘"}.get(self.words, "≈")

    @property
    def words(self) -> Text:
        """Whether the change is more than noise."""
        if self.low is None or self.high is None:
            return NO_INTERVAL
        if self.low > 0:
            return RISEN
        return FALLEN if self.high < 0 else NOISE


def change_over(series: Sequence[Figure], *, steps: int) -> Change | None:
    """Return the change from ``steps`` periods before the last shown figure to that figure.

    Parameters
    ----------
    series : sequence of Figure
        One for every period, in order.
    steps : int
        Periods in a year, so that seasons do not pass for change; when the series is younger,
        its first figure is taken.

    Returns
    -------
    Change or None
        Nothing when fewer than two figures are shown. The interval treats both scores as
        separate samples.
    """
    shown = [index for index, figure in enumerate(series) if figure.value is not None]
    if len(shown) < 2:
        return None
    last = shown[-1]
    first = max([i for i in shown if i <= last - steps], default=shown[0])
    then, now = series[first], series[last]
    amount = (now.value or 0.0) - (then.value or 0.0)
    low = high = None
    if then.se is not None and now.se is not None:
        reach = TWO_SIDED * float(then.se**2 + now.se**2) ** 0.5
        low, high = amount - reach, amount + reach
    return Change(amount, low, high, then.period, now.period)
