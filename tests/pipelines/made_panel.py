"""Rows of the table ``panel`` from series, for tests that start at a built panel."""

import numpy as np


def panel_rows(measure, source, values, errors):
    """Return the cells of one measure; an error that is NaN is not known.

    ``values`` and ``errors`` have the shape (units, periods); a value that is NaN is a gap.
    """
    return [
        {
            "unit_code": f"T{unit:02}",
            "period": f"{2020 + period // 4}-Q{period % 4 + 1}",
            "period_index": 8080 + period,
            "measure": measure,
            "value": value,
            "n": 20,
            "se": None if np.isnan(errors[unit, period]) else errors[unit, period],
            "error_source": "none" if np.isnan(errors[unit, period]) else "sampling",
            "is_leaf": True,
            "source": source,
        }
        for (unit, period), value in np.ndenumerate(values)
        if np.isfinite(value)
    ]
