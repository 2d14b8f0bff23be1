"""What came of reading one delivered text: a value, a doubt about it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from model.text import Text

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """The reading of one text.

    Attributes
    ----------
    value : Value or None
        What was read; None when the rule is an error.
    rule : str or None
        The code of the rule that was broken; with a value it is a doubt.
    detail : Text or str
        What belongs in the message of that rule.
    """

    value: Value | None = None
    rule: str | None = None
    detail: Text | str = ""
