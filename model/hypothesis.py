"""A hypothesis written down before the data: what, which way, how late, how much, and what for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from model.errors import RejectedError
from model.period import parse_period, period_label
from model.text import Text

if TYPE_CHECKING:
    from model.period import Length
    from model.verdict import Verdict

Sign = Literal["+", "-"]
#: What the data say of an expectation; empty when nothing was expected.
Answer = Literal["", "as_expected", "opposite", "other_lag", "not_found", "undecided"]
LONGEST_LAG = 8
SHORTEST_PURPOSE = 10


@dataclass(frozen=True)
class Hypothesis:
    """One version of a registered expectation; a change makes a new version.

    Attributes
    ----------
    name : str
        Short name that every version shares, such as ``H1``.
    cause, outcome : str
        Constructs or codes of the codebook.
    sign : {"+", "-"}
        Whether more of the cause is expected before more or before less of the outcome.
    first_lag, last_lag : int
        The window, in periods, in which the outcome is expected to follow.
    smallest_effect : float
        The smallest lead that matters, in standard deviations within units.
    purpose : str
        What the answer is for: a means, never a goal in itself.
    first_period : str
        Data from this period on decide; earlier data may have inspired the hypothesis.
    afterwards : bool
        True when such data were already loaded: then it explores, and tests nothing.
    rival : str
        Name of the hypothesis that says the opposite order; empty when there is none.
    """

    name: str
    version: int
    cause: str
    outcome: str
    sign: Sign
    first_lag: int
    last_lag: int
    smallest_effect: float
    purpose: str
    first_period: str
    registered_at: str
    registered_by: str
    afterwards: bool = False
    rival: str = ""

    @property
    def frozen_hash(self) -> str:
        """Return the SHA-256 over every field, which shows any later change."""
        fields = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(fields.encode()).hexdigest()

    def checked(self, length: Length) -> Hypothesis:
        """Return the hypothesis with its period in the one spelling, or refuse it.

        Raises
        ------
        RejectedError
            When a field has a value that cannot be; it names the field.
        """
        wrong = (
            (not self.cause or not self.outcome, "cause, outcome", _NAMED),
            (self.cause == self.outcome, "cause, outcome", _TWO),
            (self.sign not in ("+", "-"), "sign", _SIGN),
            (not 0 < self.first_lag <= self.last_lag <= LONGEST_LAG, "lags", _LAGS),
            (not 0 < self.smallest_effect <= 1, "smallest_effect", _EFFECT),
            (len(self.purpose.strip()) < SHORTEST_PURPOSE, "purpose", _PURPOSE),
        )
        for is_wrong, field, remedy in wrong:
            if is_wrong:
                raise _refused(field, remedy)
        return replace(self, first_period=parse_period(self.first_period, length))


def answer(one: Hypothesis, verdict: Verdict) -> Answer:
    """Return what a verdict on the periods of its window says of a hypothesis.

    Parameters
    ----------
    one : Hypothesis
    verdict : Verdict
        Over every lag up to the end of the window.

    Returns
    -------
    Answer
        "other_lag": the cause went before, but no lag of the window is plausible.
    """
    if verdict.verdict == "insufficient":
        return "undecided"
    if verdict.verdict not in ("lead", "both"):
        return "not_found"
    found = verdict.forward
    if (found.estimate < 0) != (one.sign == "-"):
        return "opposite"
    lags = found.plausible_lags or (found.lag,)
    is_inside = any(one.first_lag <= lag <= one.last_lag for lag in lags)
    return "as_expected" if is_inside else "other_lag"


def told(one: Hypothesis, verdict: Verdict) -> tuple[Text, ...]:
    """Return what a reader must know of how a registered question was judged, and its answer."""
    first = Text(nl=period_label(one.first_period, "nl"), en=period_label(one.first_period, "en"))
    lines = [_REGISTERED.fill(name=one.name, first=first)]
    if one.last_lag > 1 and verdict.verdict != "insufficient":
        lines.append(_SEARCHED.fill(last=one.last_lag))
    words = _ANSWERED.get(answer(one, verdict))
    if words:
        lines.append(words.fill(first=one.first_lag, last=one.last_lag, sign=one.sign))
    return tuple(lines)


def _refused(field: str, remedy: Text) -> RejectedError:
    """Return the error that names the field and what it may be."""
    return RejectedError(
        Text(
            nl="De hypothese is niet vastgelegd: {f} klopt niet.",
            en="The hypothesis was not registered: {f} is not right.",
        ).fill(f=field),
        where=field,
        remedy=remedy,
    )


_NAMED = Text(
    nl="noem een code of construct uit het codeboek", en="name a code or construct of the codebook"
)
_TWO = Text(nl="noem twee verschillende", en="name two different ones")
_SIGN = Text(nl="kies + of -", en="choose + or -")
_LAGS = Text(
    nl=f"kies 1 tot {LONGEST_LAG} perioden, bijvoorbeeld 1-4",
    en=f"choose 1 to {LONGEST_LAG} periods, for example 1-4",
)
_EFFECT = Text(
    nl="kies een getal boven 0, ten hoogste 1 (in standaarddeviaties)",
    en="choose a number above 0, at most 1 (in standard deviations)",
)
_PURPOSE = Text(
    nl="schrijf in een zin waar het antwoord voor dient",
    en="write in one sentence what the answer is for",
)
_REGISTERED = Text(
    nl="vooraf vastgelegd als {name}; alleen perioden vanaf {first} tellen mee",
    en="registered beforehand as {name}; only periods from {first} count",
)
_SEARCHED = Text(
    nl="vertragingen van 1 tot en met {last} perioden zijn samen getoetst; de toets rekent mee dat "
    "de grootste is gekozen (max-statistiek)",
    en="lags of 1 to {last} periods were tested together; the test allows for the largest being "
    "chosen (max-statistic)",
)
_ANSWERED = {
    "opposite": Text(
        nl="het teken is anders dan de verwachte {sign}",
        en="the sign differs from the expected {sign}",
    ),
    "other_lag": Text(
        nl="de vertraging ligt buiten het vastgelegde venster van {first} tot {last} perioden",
        en="the lag lies outside the registered window of {first} to {last} periods",
    ),
}
