"""The mistakes people make, each told in three lines: what happened, where, what to do."""

from __future__ import annotations

from model.text import Language, Text, same

_WHERE = Text(nl="waar", en="where")
_TO_DO = Text(nl="te doen", en="to do")


class OnderstroomError(Exception):
    """Somebody can mend this; it is no bug.

    Parameters
    ----------
    what : Text
        What happened, in one sentence.
    where : Text or str
        File, sheet, row, column, unit or period; never a path of the server.
    remedy : Text
        What the reader can do now.
    """

    exit_code = 3

    def __init__(self, what: Text, *, where: Text | str, remedy: Text) -> None:
        super().__init__(what.en)
        self.what = what
        self.where = same(where) if isinstance(where, str) else where
        self.remedy = remedy

    def in_language(self, language: Language) -> str:
        """Return the three lines in one language."""
        return (
            f"{self.what.in_language(language)}\n"
            f"  {_WHERE.in_language(language)}: {self.where.in_language(language)}\n"
            f"  {_TO_DO.in_language(language)}: {self.remedy.in_language(language)}"
        )

    def as_json(self) -> dict[str, object]:
        """Return the error as the object that ``--json`` prints."""
        return {
            "error": {
                part: {"nl": text.nl, "en": text.en}
                for part, text in (("what", self.what), ("where", self.where), ("fix", self.remedy))
            }
        }


class RejectedError(OnderstroomError):
    """Nothing changed: what was offered cannot be taken."""

    exit_code = 3


class NeedsConfirmationError(OnderstroomError):
    """Nothing changed yet: a person must confirm a shown difference."""

    exit_code = 4


class BusyError(OnderstroomError):
    """Somebody else is writing just now."""

    exit_code = 5


class UsageError(OnderstroomError):
    """The command was called in a way it cannot understand."""

    exit_code = 2
