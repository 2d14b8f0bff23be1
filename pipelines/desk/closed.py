"""Which periods were published, and so may change only after confirmation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.programme import Programme


def published_periods(programme: Programme) -> set[str]:
    """Return the periods of all releases; a broken release closes nothing."""
    periods = set()
    for manifest in programme.releases.glob("*/manifest.json"):
        try:
            periods.add(str(json.loads(manifest.read_text(encoding="utf-8"))["period"]))
        except (json.JSONDecodeError, KeyError, OSError):
            continue
    return periods
