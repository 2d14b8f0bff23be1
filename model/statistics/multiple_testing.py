"""p-values corrected for the number of questions asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from statsmodels.stats.multitest import multipletests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Method = Literal["benjamini-hochberg", "benjamini-yekutieli", "holm", "hochberg", "bonferroni"]

_IN_STATSMODELS: dict[Method, str] = {
    "benjamini-hochberg": "fdr_bh",
    "benjamini-yekutieli": "fdr_by",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "bonferroni": "bonferroni",
}


def adjusted_p(p: Floats, *, method: Method) -> Floats:
    """Return adjusted p-values: compare them with the level itself.

    Parameters
    ----------
    p : array, shape (tests,)
        NaN is a test that could not be done: it stays NaN and does not count as a test.
    method : str
        ``benjamini-hochberg`` (share of false findings, independent or positively related tests),
        ``benjamini-yekutieli`` (the same, any relation), ``holm`` and ``bonferroni`` (chance of
        one false finding, any relation), ``hochberg`` (the same, independent tests).

    Returns
    -------
    array, shape (tests,)

    References
    ----------
    Benjamini and Hochberg (1995), J. of the Royal Statistical Society B 57(1), 289-300.
    Benjamini and Yekutieli (2001), Annals of Statistics 29(4), 1165-1188.
    Holm (1979), Scandinavian J. of Statistics 6(2), 65-70.
    Hochberg (1988), Biometrika 75(4), 800-802.
    """
    adjusted = np.full(p.shape, np.nan)
    done = np.isfinite(p)
    if done.any():
        adjusted[done] = multipletests(p[done], method=_IN_STATSMODELS[method])[1]
    return adjusted
