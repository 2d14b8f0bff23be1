"""The catalogue of rules: words that can be filled in, by us and by the database."""

import re

import pytest

from model.rules import RULES

PLAIN = {"{column}", "{value}", "{detail}"}
# About a file as a whole; the words of an error about a row are filled in by the database.
OF_FILES = {"too_many_bad_rows"}


def placeholders(words):
    return set(re.findall(r"\{[^}]*\}", words.nl + words.en))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_words_of_a_rule_can_be_filled_in(rule):
    issue = rule.issue(column="score", value="1", detail="2")
    assert not {"{", "}"} & set(issue.message.nl + issue.message.en + issue.fix.nl + issue.fix.en)


def test_the_database_can_fill_in_the_words_of_every_error_about_a_row():
    errors = {rule.code for rule in RULES.values() if rule.severity == "error"}
    beyond = {code for code in errors if placeholders(RULES[code].message) - PLAIN}
    assert beyond == OF_FILES
