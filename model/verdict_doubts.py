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
NO_ORDER = ("together", "none")


def doubts(fit: Fit, *, lag_window: int | None) -> tuple[Diagnostic, ...]:
    """Return every diagnostic of a fit.

    Parameters
    ----------
    fit : Fit
        Of `error_var`.
    lag_window : int, optional
        Lags that count as going before. Without a window, or one period, an order further apart
        is looked for too.
    """
    unforeseen = surprises(fit)
    found = (
        common_shock(unforeseen, np.asarray(fit.panel.seen)),
        unequal_persistence(fit),
        own_memory(unforeseen),
    )
    return (*found, later_lag(unforeseen)) if lag_window in (None, 1) else found


def withheld(name: VerdictName, diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Return whether something is not claimed, because the method may not hold.

    An order needs the model; that there is none needs every lag to have been seen.
    """
    fired = {one.name for one in diagnostics if one.fired}
    if name in CLAIMS:
        return bool(fired - {"later_lag"})
    return name in NO_ORDER and "later_lag" in fired


def doubt_reasons(name: VerdictName, diagnostics: tuple[Diagnostic, ...]) -> tuple[Text, ...]:
    """Return what fired, as reasons beside the verdict that the rule came to."""
    is_order = name in CLAIMS
    return tuple(
        (words.NOT_CLAIMED if is_order and one.name != "later_lag" else words.BEWARE).fill(
            why=one.why
        )
        for one in diagnostics
        if one.fired
    )
