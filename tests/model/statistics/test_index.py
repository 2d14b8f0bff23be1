"""The list of statistics in the package's docstring is complete, and each entry exists."""

import importlib
import re
from pathlib import Path

import pytest

import model.statistics as package

LIST = package.__doc__.split("Which went before", 1)[1]
ENTRIES = re.findall(r"\b([a-z_]+)\.([a-z_]+)\b", LIST)
HERE = Path(package.__file__).parent


def test_every_file_of_the_folder_is_listed():
    files = {path.stem for path in HERE.glob("*.py")} - {"__init__"}
    assert files <= set(re.findall(r"[a-z_]+", LIST))


@pytest.mark.parametrize(("module", "name"), ENTRIES, ids=lambda part: part)
def test_every_entry_is_there_with_its_words(module, name):
    function = getattr(importlib.import_module(f"model.statistics.{module}"), name)
    assert len(function.__doc__) > 40
