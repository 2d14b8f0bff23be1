"""What is costly to make is made once in a run, whichever worker needs it first."""

import fcntl
import os
import shutil


def once(tmp_path_factory, name, make):
    """Return a folder that ``make`` filled: the same one for all workers of a run.

    Nobody may change what is in it; a test that does takes a copy.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, finished = root / name, root / f"{name}.finished"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            finished.touch()
    return folder
