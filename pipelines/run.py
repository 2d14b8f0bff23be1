"""The steps from loaded tables to evidence, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.evidence import build_evidence
from pipelines.panel import build_panel
from pipelines.progress import silent
from pipelines.quality import build_quality
from pipelines.warehouse import open_warehouse, transaction

if TYPE_CHECKING:
    from pipelines.programme import Programme
    from pipelines.progress import Progress

STEPS = {"panel": build_panel, "quality": build_quality, "evidence": build_evidence}


def build(programme: Programme, progress: Progress = silent) -> dict[str, int]:
    """Run every step on the warehouse of a programme, all or nothing.

    Returns
    -------
    dict
        Per step the number of rows it made.
    """
    with open_warehouse(programme) as connection, transaction(connection):
        return {
            name: step(connection, programme, progress=progress) for name, step in STEPS.items()
        }
