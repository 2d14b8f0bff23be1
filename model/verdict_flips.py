"""What the outcome hangs on: assumptions, units and periods without which it becomes another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model import verdict_words as words
from model.text import Text, format_number
from model.verdict_rule import directions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from model.statistics.error_var import ErrorVar
    from model.statistics.leave_out import LeftOut


def found_by(fit: ErrorVar) -> str:
    """Return which directions a fit finds; an unusable fit finds nothing."""
    return directions(fit.forward.p, fit.reverse.p) if fit.applicable else "unusable"


def flipped_by_assumption(
    fit: ErrorVar, other_errors: Mapping[float, ErrorVar], other_start: ErrorVar
) -> list[Text]:
    """Return the assumptions on which the outcome hangs, each with what it becomes.

    Parameters
    ----------
    other_errors : mapping of factor to ErrorVar
        Fits with all error variances so many times as large.
    other_start : ErrorVar
        The fit with the other assumption about the first period.
    """
    out = []
    for factor, other in other_errors.items():
        as_text = Text(
            nl=format_number(factor, "nl", digits=1), en=format_number(factor, "en", digits=1)
        )
        out += _flipped(fit, [found_by(other)], words.ERROR_FLIPS, factor=as_text)
    return out + _flipped(fit, [found_by(other_start)], words.START_FLIPS)


def flipped_by_one(fit: ErrorVar, left_out: Sequence[LeftOut], reason: Text) -> list[Text]:
    """Return the reason if the outcome hangs on one of those left out, with what it becomes."""
    return _flipped(fit, (directions(one.forward_p, one.reverse_p) for one in left_out), reason)


def _flipped(fit: ErrorVar, found: Iterable[str], reason: Text, **values: Text) -> list[Text]:
    """Return the reason with every other outcome that was found, or nothing."""
    others = sorted(set(found) - {found_by(fit)})
    if not others:
        return []
    outcomes = [words.OUTCOMES[name] for name in others]
    becomes = Text(
        nl=" of ".join(f"‘{one.nl}’" for one in outcomes),
        en=" or ".join(f"‘{one.en}’" for one in outcomes),
    )
    return [reason.fill(becomes=becomes, **values)]
