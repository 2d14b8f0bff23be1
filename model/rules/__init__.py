"""Every rule by its code, the gravest first; a new family of rules is a new file here."""

from model.rule import Rule
from model.rules.file import FILE_RULES
from model.rules.history import HISTORY_RULES
from model.rules.meaning import MEANING_RULES
from model.rules.structure import STRUCTURE_RULES
from model.rules.value import VALUE_RULES

RULES: dict[str, Rule] = {
    **FILE_RULES,
    **STRUCTURE_RULES,
    **VALUE_RULES,
    **HISTORY_RULES,
    **MEANING_RULES,
}
