"""A hypothesis written down before the data: what, which way, how late, how much, and what for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from model.errors import RejectedError
from model.period import parse_period
from model.text import Text

if TYPE_CHECKING:
    from model.period import Length

Sign = Literal["+", "-"]
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
