"""Outside values: published data and what other people's software makes of them."""

import json
from pathlib import Path

import numpy as np
import pytest

VALUES = Path(__file__).parent / "values"


class Outside:
    """One folder of outside values: ``expected`` and the data beside it."""

    def __init__(self, folder):
        self.folder = folder
        self.expected = json.loads((folder / "expected.json").read_text())
        self.tolerance = self.expected.get("tolerance")

    def table(self, name):
        """Return the columns of a CSV as arrays, by name."""
        table = np.genfromtxt(self.folder / name, delimiter=",", names=True, deletechars='"')
        return {column.strip('"'): np.atleast_1d(table[column]) for column in table.dtype.names}


@pytest.fixture
def outside():
    return lambda name: Outside(VALUES / name)
