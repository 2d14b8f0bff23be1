"""Everything that is checked before a period is published, without publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.period import parse_period
from model.text import Text
from pipelines.contents import read_private
from pipelines.gate import judge
from pipelines.progress import silent
from pipelines.publish import profile_now, require_data
from pipelines.warehouse import open_warehouse

if TYPE_CHECKING:
    from pipelines.gate import Outcome
    from pipelines.programme import Programme
    from pipelines.progress import Progress

_CHECK = Text(nl="Controles", en="Checks")


def rehearse(programme: Programme, period: str, *, progress: Progress = silent) -> list[Outcome]:
    """Return what every check says about a period as it stands now.

    Raises
    ------
    RejectedError
        When the panel is not built from the present loads, or holds nothing about the period.
    """
    asked = parse_period(period, programme.period_length)
    with open_warehouse(programme, read_only=True) as connection:
        require_data(connection, asked)
        profile = profile_now(connection, read_private(connection, asked), asked)
    progress(_CHECK, 0.0)
    outcomes = judge(profile, programme, asked)
    progress(_CHECK, 1.0)
    return outcomes
