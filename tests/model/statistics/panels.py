"""Small planted panels: what is true, and what is seen of it."""

import numpy as np
from scipy.linalg import solve_discrete_lyapunov

# What a period's belief (first) and customer score (second) keep of the period before.
PERSISTENCE = {
    "unrelated": [[0.8, 0.0], [0.0, 0.8]],
    "together": [[0.8, 0.0], [0.0, 0.8]],
    "lead": [[0.6, 0.0], [0.25, 0.6]],
    "reverse": [[0.6, 0.25], [0.0, 0.6]],
}

#: Standard error of every score of a moderated panel.
NOISE = 0.3


def latent_panel(kind, *, units, periods, seed, reliability=0.7):
    """Return x, y, shape (units, periods), and their common error variance.

    True within-unit variance is 1; units and periods have their own levels.
    """
    rng = np.random.default_rng(seed)
    phi = np.array(PERSISTENCE[kind])
    shared = 0.0 if kind == "unrelated" else 0.4
    shocks = np.array([[1.0, shared], [shared, 1.0]])
    spread = solve_discrete_lyapunov(phi, shocks)
    now = rng.standard_normal((units, 2)) @ np.linalg.cholesky(spread).T
    true = np.empty((units, periods, 2))
    for period in range(periods):
        true[:, period] = now
        now = now @ phi.T + rng.standard_normal((units, 2)) @ np.linalg.cholesky(shocks).T
    true /= np.sqrt(np.diag(spread))
    error_variance = (1 - reliability) / reliability
    seen = true + np.sqrt(error_variance) * rng.standard_normal(true.shape)
    seen += rng.standard_normal((units, 1, 2)) + 0.5 * rng.standard_normal((1, periods, 2))
    return seen[..., 0], seen[..., 1], error_variance


def true_effect(kind):
    """Return the effect of x on y one period later, in units of their within-unit sd."""
    phi = np.array(PERSISTENCE[kind])
    shared = 0.0 if kind == "unrelated" else 0.4
    spread = np.sqrt(np.diag(solve_discrete_lyapunov(phi, np.array([[1, shared], [shared, 1]]))))
    return phi[1, 0] * spread[0] / spread[1]


def with_gaps(*series, share, seed):
    """Return the series with the same share of cells missing at random in each."""
    rng = np.random.default_rng(seed)
    return tuple(np.where(rng.random(s.shape) < share, np.nan, s) for s in series)


def moderated_panel(*, units, periods, main, change, seed):
    """Return x, y and a moderator: x goes before y by main + change × standardised moderator."""
    random = np.random.default_rng(seed)
    moderator = random.normal(4, 2, units)
    standing = (moderator - moderator.mean()) / moderator.std()
    x, y = np.zeros((2, units, periods + 30))
    for t in range(1, periods + 30):
        x[:, t] = 0.5 * x[:, t - 1] + random.normal(0, 0.8, units)
        y[:, t] = (
            0.4 * y[:, t - 1]
            + (main + change * standing) * x[:, t - 1]
            + random.normal(0, 0.8, units)
        )
    level = random.normal(0, 1, (units, 1))
    x, y = x[:, 30:] + level, y[:, 30:] + level
    noisy = [part + random.normal(0, NOISE, part.shape) for part in (x, y)]
    return (*noisy, moderator)
