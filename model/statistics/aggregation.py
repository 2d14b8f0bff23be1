"""May answers be averaged to a unit score: what the reliabilities say, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.text import Text, format_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.statistics.agreement import UnitIcc

    Floats = NDArray[np.float64]

LEAST_ALPHA = 0.7
LEAST_ICC2 = 0.7
LEAST_R_WG = 0.7
MOST_AT_THE_END = 0.2

_ITEMS = Text(
    nl="De items meten niet duidelijk één ding (α {value}, gebruikelijk is ten minste 0,70): "
    "lees de items ook apart.",
    en="The items do not clearly measure one thing (α {value}, usual is at least 0.70): "
    "read the items one by one as well.",
)
_NO_UNITS = Text(
    nl="Eenheden verschillen niet meer dan toeval (ICC(1) {value}, p = {p}): verschillen tussen "
    "eenheden zeggen hier niets.",
    en="Units differ no more than chance (ICC(1) {value}, p = {p}): differences between units "
    "say nothing here.",
)
_UNSURE_MEANS = Text(
    nl="De score van een eenheid is onzeker (ICC(2) {value}, gebruikelijk is ten minste 0,70): "
    "de meetfout weegt mee in elk oordeel.",
    en="A unit's score is uncertain (ICC(2) {value}, usual is at least 0.70): its measurement "
    "error counts in every verdict.",
)
_DISAGREEMENT = Text(
    nl="In {few} van de {all} eenheden lopen de antwoorden sterk uiteen (r_wg onder 0,70): "
    "het gemiddelde verbergt daar verdeeldheid.",
    en="In {few} of {all} units answers lie far apart (r_wg below 0.70): the mean hides "
    "division there.",
)
_CEILING = Text(
    nl="{value}% van de antwoorden staat aan het einde van de schaal: verandering is daar niet "
    "meer te zien.",
    en="{value}% of the answers stand at the end of the scale: change can no longer be seen there.",
)


@dataclass(frozen=True)
class Aggregation:
    """Whether answers may be averaged to the unit, and what to keep in mind.

    Parameters
    ----------
    sound : bool
        No caution at all.
    cautions : tuple of Text
        What follows from each figure below its usual bound, worst news first.
    """

    sound: bool
    cautions: tuple[Text, ...]


def may_be_averaged(icc: UnitIcc, *, alpha: float, r_wg: Floats, at_the_end: float) -> Aggregation:
    """Return the consequences of the reliabilities of one construct in one wave.

    Parameters
    ----------
    icc : UnitIcc
        From :func:`model.statistics.agreement.unit_icc`.
    alpha : float
        Of the construct; NaN for a single item.
    r_wg : array, shape (units,)
        Per unit; NaN where it cannot be told.
    at_the_end : float
        Largest share of answers at one end of the scale, 0 to 1; NaN when unknown.

    References
    ----------
    LeBreton and Senter (2008), Organizational Research Methods 11(4), 815-852. Terwee et al.
    (2007), J. of Clinical Epidemiology 60(1), 34-42 (floor and ceiling).
    """
    cautions = []
    if icc.p >= 0.05:
        cautions.append(_NO_UNITS.fill(value=_two(icc.icc1), p=_two(icc.p)))
    elif icc.icc2 < LEAST_ICC2:
        cautions.append(_UNSURE_MEANS.fill(value=_two(icc.icc2)))
    if not icc.applicable:
        cautions.append(icc.note)
    if alpha < LEAST_ALPHA:
        cautions.append(_ITEMS.fill(value=_two(alpha)))
    known = r_wg[np.isfinite(r_wg)]
    few = int((known < LEAST_R_WG).sum())
    if few:
        cautions.append(_DISAGREEMENT.fill(few=few, all=known.size))
    if at_the_end > MOST_AT_THE_END:
        cautions.append(_CEILING.fill(value=round(100 * at_the_end)))
    return Aggregation(sound=not cautions, cautions=tuple(cautions))


def _two(value: float) -> Text:
    """Return a number with two decimals, as each language writes it."""
    return Text(nl=format_number(value, "nl", digits=2), en=format_number(value, "en", digits=2))
