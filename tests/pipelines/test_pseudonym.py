"""Respondents as pseudonyms: made in the database exactly as one by one."""

import pytest

from pipelines.desk.pseudonym import add_pseudonyms, make_pseudonyms, pseudonym
from pipelines.warehouse import memory

PLAIN = ("P1", "p_12:a/b-c", "1234567", "A" * 64, "0")
ODD = ("test", "X", "12345678", "1e5", "jan@voorbeeld.nl", " P1", "P 1", "é", "1.0", "A" * 65, "")


@pytest.mark.parametrize("key", [b"k" * 32, b"short", b"l" * 64, b"l" * 100])
def test_a_pseudonym_made_in_the_database_equals_one_made_alone(key):
    connection = memory()
    connection.execute("CREATE TABLE delivered AS SELECT unnest(?) AS who", [[*PLAIN, *ODD, "P1"]])
    odd = make_pseudonyms(connection, "who", key)
    made = connection.execute("FROM respondent_names").fetchall()
    assert sorted(made) == sorted((text, pseudonym(text, key)) for text in PLAIN)
    assert sorted(odd) == sorted(ODD)
    add_pseudonyms(connection, {"P1", "P 1"}, key)
    added = connection.execute("FROM respondent_names").fetchall()
    assert sorted(added) == sorted([*made, ("P 1", pseudonym("P 1", key))])
