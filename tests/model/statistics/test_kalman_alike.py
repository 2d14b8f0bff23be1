"""One variance for all columns gives what a variance for each gives."""

import numpy as np
import pytest

from model.statistics.kalman import Cells
from model.statistics.latent_var import Form, score

THETA = np.array([0.5, 0.1, 0.2, 0.6, 0.7, 0.2, 0.6, 0.8, 0.3, 0.5, 0.9, 0.1, 0.8, 0.1, -0.2])


@pytest.mark.parametrize("form", [Form(1, 1, True), Form(1, 1, False), Form(1, 3, True)])
def test_columns_measured_alike_have_the_likelihood_and_score_of_any_columns(form):
    random = np.random.default_rng(3)
    seen = (random.random((8, 2, 1)) > 0.2).astype(float)
    noise = random.uniform(0.2, 0.6, seen.shape)
    values = random.normal(size=(8, 2, 5)) * seen
    alike = Cells(values, noise, seen, 5 * 0.9 * seen)
    each = (np.repeat(part, 5, axis=2) for part in (noise, seen, 0.9 * seen))
    height, slope = score(THETA, alike, form)
    other_height, other_slope = score(THETA, Cells(values, *each), form)
    assert height == pytest.approx(other_height, abs=1e-10)
    assert slope == pytest.approx(other_slope, abs=1e-9)
