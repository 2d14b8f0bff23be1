"""How a statistic says that it cannot be used here, and why."""

from __future__ import annotations

from model.text import Text

NOTHING_TO_SAY = Text(nl="", en="")

_NOT_APPLICABLE = Text(nl="niet toepasbaar, want {why}", en="not applicable, because {why}")


def not_applicable(why: Text) -> Text:
    """Return the sentence ``not applicable, because …`` around a reason."""
    return _NOT_APPLICABLE.fill(why=why)
