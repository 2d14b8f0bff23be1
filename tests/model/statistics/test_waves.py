"""How often an instrument is used."""

import numpy as np
import pytest

from model.statistics.waves import usual_step


@pytest.mark.parametrize(
    ("waves", "step"),
    [([], 1), ([3], 1), ([1, 2, 3], 1), ([1, 2, 4], 1), ([0, 4, 8, 12], 4), ([0, 2, 4, 8], 2)],
)
def test_a_skipped_wave_makes_no_instrument_coarse(waves, step):
    assert usual_step(np.array(waves, dtype=np.int64)) == step
