"""The state of the code that the error rates are a property of."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What the benchmark calls.
ROOTS = ("model.verdict", "model.simulate")
#: Words, and files of answers for the example: no number of the table depends on them.
NO_NUMBERS = ("model.text", "model.errors", "model.made_up", "words")


def code_version() -> str:
    """Return a digest of every module of ours that the verdict and the simulation import."""
    digest = hashlib.sha256()
    for name in sorted(imported()):
        digest.update(_path(name).read_bytes())
    return digest.hexdigest()[:10]


def imported() -> set[str]:
    """Return the modules that the roots import, and those import, save those without numbers."""
    found: set[str] = set()
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in found or any(part in name for part in NO_NUMBERS):
            continue
        found.add(name)
        for node in ast.walk(ast.parse(_path(name).read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                waiting += [n for n in (node.module, *inner) if _path(n).is_file()]
    return found


def _path(name: str) -> Path:
    """Return where a module of ours is."""
    return ROOT / f"{name.replace('.', '/')}.py"
