"""Look for what the method does not hold for, and keep a claim back where the data look like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from model import verdict_words as words
from model.statistics.common_shock import common_shock
from model.statistics.long_memory import later_lag, own_memory
from model.statistics.surprises import surprises
from model.statistics.unequal_persistence import unequal_persistence

if TYPE_CHECKING:
    from model.statistics.diagnostic import Diagnostic
    from model.statistics.latent_fit import Fit
    from model.text import Text
    from model.verdict_rule import VerdictName

CLAIMS = ("lead", "reverse", "both")


def doubts(fit: Fit, *, lag_window: int) -> tuple[Diagnostic, ...]:
    """Return every diagnostic of a fit.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.
    lag_window : int
        Lags that count as going before. With one, an order further apart is looked for too; it
        is a note, as the verdict's one period is then asked wrongly rather than answered wrongly.
    """
    unforeseen = surprises(fit)
    found = (
        common_shock(unforeseen, np.asarray(fit.panel.seen)),
        unequal_persistence(fit),
        own_memory(unforeseen),
    )
    return (*found, later_lag(unforeseen)) if lag_window == 1 else found


def withheld(name: VerdictName, diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Return whether an order is not claimed, because the method may not hold."""
    return name in CLAIMS and any(one.fired for one in diagnostics if one.name != "later_lag")


def doubt_reasons(name: VerdictName, diagnostics: tuple[Diagnostic, ...]) -> tuple[Text, ...]:
    """Return what fired, as reasons beside the verdict that the rule came to."""
    is_withheld = withheld(name, diagnostics)
    return tuple(
        (words.NOT_CLAIMED if is_withheld and one.name != "later_lag" else words.BEWARE).fill(
            why=one.why
        )
        for one in diagnostics
        if one.fired
    )
