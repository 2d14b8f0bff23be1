"""Run a module of ``pipelines/reading`` in a process of its own, which can do no harm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# Started bare: no user settings, no site hooks but those of this environment, no inherited paths.
_START = "import sys; sys.path.insert(0, {!r}); from pipelines.reading.{} import main; main()"


def run_apart(module: str, request: dict[str, object], folder: Path, *, seconds: int) -> bool:
    """Give a reading module its request; what it makes stands in ``folder``.

    Returns
    -------
    bool
        Whether it came to its end: not killed, not out of memory or time.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START.format(str(PROJECT), module)],
            input=json.dumps(request).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"LANG": "C.UTF-8", "TMPDIR": str(folder), "HOME": str(folder)},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
