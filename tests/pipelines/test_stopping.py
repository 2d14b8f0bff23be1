"""A request to stop is told in the same words whoever sees it first."""

import contextlib
import os
import signal
import time

import pytest

from model.errors import RejectedError
from pipelines.stopping import putting_off_a_stop, stopping_when_asked


@pytest.fixture(autouse=True)
def as_before():
    """Leave the answer to a request as it was."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_a_database_that_was_interrupted_tells_that_nothing_was_loaded():
    with pytest.raises(RejectedError, match="try again"), stopping_when_asked():
        raise RuntimeError("Query interrupted")


def test_another_fault_is_told_as_it_is():
    with pytest.raises(RuntimeError, match="odd"), stopping_when_asked():
        raise RuntimeError("something odd")


def swallow(done):
    """Work of a library that passes over what is raised within it."""
    with putting_off_a_stop(), contextlib.suppress(Exception):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)
        done.append("work")
    done.append("more")


def find():
    """Work that finds something while it is asked to stop."""
    with putting_off_a_stop():
        os.kill(os.getpid(), signal.SIGTERM)
        raise ValueError


def test_a_request_to_stop_is_answered_after_work_that_would_swallow_it():
    done = []
    with pytest.raises(RejectedError, match="try again"), stopping_when_asked():
        swallow(done)
    assert done == ["work"]


def test_a_request_outweighs_what_was_found_meanwhile():
    with pytest.raises(RejectedError, match="try again"), stopping_when_asked():
        find()


def test_nothing_is_put_off_where_nobody_asks():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with putting_off_a_stop():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
