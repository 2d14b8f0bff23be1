"""The decorator that compiles the inner loops, with their types kept for the checker."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from numba import config, njit

Loop = TypeVar("Loop", bound=Callable[..., object])

#: Sums may be reordered, so that loops over units vectorise. NaN and infinity keep their meaning.
_REORDER = {"reassoc", "contract", "nsz", "arcp"}


def _sources() -> str:
    """Return a short digest of every module that holds a compiled loop."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        source = path.read_bytes()
        if b"@compiled" in source:
            digest.update(source)
    return digest.hexdigest()[:12]


# numba looks only at a loop's own file for changes, not at the loops it calls from other files:
# after an update it would run old machine code. A folder per state of the sources cannot.
_LOOPS = str(Path(__file__).parent / "__pycache__" / f"loops-{_sources()}")
vars(config)["CACHE_DIR"] = _LOOPS


def compiled(loop: Loop) -> Loop:
    """Compile a numerical loop at its first call and keep it on disk for the next start."""
    return cast("Loop", njit(cache=True, fastmath=_REORDER)(loop))
