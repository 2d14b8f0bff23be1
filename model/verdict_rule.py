"""The decision rule: from tests and intervals to one of six verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

VerdictName = Literal["lead", "reverse", "both", "together", "none", "insufficient"]

FEWEST_UNITS = 8
FEWEST_PERIODS = 6
LEVEL = 0.05
POWER = 0.8


@dataclass(frozen=True)
class Findings:
    """All that the rule looks at.

    Parameters
    ----------
    forward_p, reverse_p : float
        Unadjusted two-sided p of both directions.
    gate_p : float
        Is there any relation at all, at any lag.
    together_p : float
        Do the innovations correlate.
    widest : float
        Farthest end from zero of both directions' intervals.
    mde : float
        Smallest effect that would be seen with 80 % chance, in the less precise direction.
    """

    forward_p: float
    reverse_p: float
    gate_p: float
    together_p: float
    widest: float
    mde: float


def decide(findings: Findings, *, smallest_effect: float) -> VerdictName:
    """Return the verdict.

    Parameters
    ----------
    findings : Findings
    smallest_effect : float
        Smallest effect that matters, in within-unit standard deviations.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70, over the two directions.
    """
    nothing: VerdictName = "none" if findings.mde <= smallest_effect else "insufficient"
    if findings.gate_p > LEVEL:
        return nothing
    found = directions(findings.forward_p, findings.reverse_p)
    if found != "neither":
        return found
    if findings.together_p > LEVEL:
        return nothing
    return "together" if findings.widest <= smallest_effect else "insufficient"


def directions(forward_p: float, reverse_p: float) -> Literal["lead", "reverse", "both", "neither"]:
    """Return which directions hold after Holm's correction."""
    if max(forward_p, reverse_p) <= LEVEL and min(forward_p, reverse_p) <= LEVEL / 2:
        return "both"
    if forward_p <= LEVEL / 2:
        return "lead"
    return "reverse" if reverse_p <= LEVEL / 2 else "neither"


def smallest_visible(se: float, units: int) -> float:
    """Return the effect that is seen with 80 % chance: (t.975 + t.80) · SE."""
    degrees = max(units - 1, 1)
    quantiles = stats.t.ppf([1 - LEVEL / 2, POWER], degrees)
    return float(quantiles.sum() * se)


def chance_to_see(effect: float, se: float, units: int) -> float:
    """Return the power of one two-sided test at an effect."""
    degrees = max(units - 1, 1)
    critical = stats.t.ppf(1 - LEVEL / 2, degrees)
    return float(stats.nct.sf(critical, degrees, effect / se))


def periods_needed(mde: float, target: float, periods: int) -> int:
    """Return how many periods bring the smallest visible effect to the target."""
    return int(np.ceil((periods - 1) * (mde / target) ** 2 + 1 - 1e-9))


def units_needed(mde: float, target: float, units: int) -> int:
    """Return how many units bring the smallest visible effect to the target."""
    return int(np.ceil(units * (mde / target) ** 2 - 1e-9))
