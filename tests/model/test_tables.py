"""What every contract keeps, whichever table it is of."""

import pytest

from model.errors import UsageError
from model.tables import TABLES, find_table

NAMES = sorted(TABLES)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_explained_in_two_languages(name):
    table = TABLES[name]
    for column in table.columns:
        for words in table.words(column):
            assert words.nl
            assert words.en


@pytest.mark.parametrize("name", NAMES)
def test_every_key_names_columns_of_the_table(name):
    table = TABLES[name]
    assert set(table.key) <= set(table.columns)
    assert set(table.once) <= set(table.columns)
    assert set(table.descriptive) <= set(table.columns)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_row_fills_every_column(name):
    table = TABLES[name]
    assert table.examples
    assert all(len(row) == len(table.columns) for row in table.examples)


def test_short_names_lead_to_the_table():
    assert find_table("responses").name == "survey_responses"
    assert find_table("customers").name == "customer_responses"
    assert find_table("behaviour").name == "behaviour_indicators"
    assert find_table("Leadership").name == "leadership_measures"


def test_an_unknown_name_lists_the_tables_that_exist():
    with pytest.raises(UsageError) as error:
        find_table("answers_of_people")
    assert "survey_responses" in error.value.in_language("en")


def test_no_two_tables_share_a_name():
    names = [name for table in TABLES.values() for name in (table.name, *table.aliases)]
    assert len(names) == len(set(names))
