"""A request to stop is told in the same words whoever sees it first."""

import pytest

from model.errors import RejectedError
from pipelines.stopping import stopping_when_asked


def test_a_database_that_was_interrupted_tells_that_nothing_was_loaded():
    with pytest.raises(RejectedError, match="try again"), stopping_when_asked():
        raise RuntimeError("Query interrupted")


def test_another_fault_is_told_as_it_is():
    with pytest.raises(RuntimeError, match="odd"), stopping_when_asked():
        raise RuntimeError("something odd")
