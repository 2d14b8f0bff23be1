"""HTML is built from values; data never becomes markup."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.html import element, table
from tests.dashboards.made_up import SCRIPT


def test_text_from_data_is_escaped_as_content_and_as_attribute():
    made = element("p", SCRIPT, title=SCRIPT)

    assert "<img" not in made
    assert made.count("&lt;img") == 2


@given(st.text())
def test_whatever_the_data_there_is_one_element(words):
    made = element("p", words, title=words)

    assert made.count("<") == 2  # opening and closing
    assert made.startswith("<p title=")


def test_markup_stays_markup_and_nothing_is_left_out_silently():
    assert element("p", element("b", "x"), None, 0, class_="y", hidden=False, open=True) == (
        '<p class="y" open><b>x</b>0</p>'
    )


def test_a_table_names_its_columns_in_every_cell_for_a_phone():
    made = table(["Eenheid", "Score"], [["Noord", "7,5"]], caption="Scores", is_stacked=True)

    assert 'data-label="Score"' in made
    assert '<caption class="unseen">Scores</caption>' in made
    assert 'scope="row"' in made
