"""A mapping that is wrong says which key, and what was probably meant."""

import tomllib

import pytest

from model.errors import RejectedError
from model.mapping import mapping_from

RIGHT = """
table = "survey_scores"
sheet = "Scores"
[columns]
unit_code = ["Team", "Afdeling"]
period = { constant = "2026-Q3" }
[[rows]]
code = { constant = "B01" }
value = { column = "Cijfer", percent = true, scale = 100 }
"""


def declared(text):
    return mapping_from(tomllib.loads(text), "bureau")


def test_a_mapping_tells_which_columns_it_fills_and_from_where():
    mapping = declared(RIGHT)
    assert mapping.targets == ("unit_code", "period", "code", "value")
    assert mapping.columns["unit_code"].names == ("Team", "Afdeling")
    assert mapping.rows[0]["value"].scale == "100"
    assert mapping_from(**mapping.as_json()) == mapping


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("sheet =", "shet =", "shet", "sheet"),
        ('table = "survey_scores"\n', "", "table", "table"),
        ('sheet = "Scores"', "sheet = 3", "sheet", "tekst"),
        ('sheet = "Scores"', "header_row = -1", "header_row", "getal"),
        ('sheet = "Scores"', "suppressed = ['n<(']", "suppressed", "patroon"),
        ("percent = true", "percentage = true", "rows[1].value.percentage", "percent"),
        ('constant = "B01"', 'constant = "B01", column = "X"', "rows[1].code", "precies één"),
        ('constant = "B01"', "percent = true", "rows[1].code", "precies één"),
        ("[[rows]]", "[rows]", "rows", "[[tabellen]]"),
        ("[[rows]]", '[[join]]\nsheet = "A"\ncheck = [["x"]]\n[[rows]]', "join[1].check", "paar"),
        ("[[rows]]", '[[join]]\non = "x"\n[[rows]]', "join[1].sheet", "sheet"),
        (
            "[[rows]]",
            '[long]\ncolumns = "B"\nname_to = "code"\n[[rows]]',
            "long.value_to",
            "value_to",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_key(old, new, key, words):
    with pytest.raises(RejectedError) as caught:
        declared(RIGHT.replace(old, new))
    assert key in caught.value.where.nl
    assert words in caught.value.what.nl


def test_a_mapping_that_fills_nothing_is_refused():
    with pytest.raises(RejectedError):
        declared('table = "units"')
