"""By which names a column says that it is about persons."""

from __future__ import annotations

import re

from model.codes import folded

_ABOUT_PERSONS = frozenset(
    {"naam", "voornaam", "achternaam", "volledige naam", "medewerker", "medewerkernaam"}
    | {"name", "first name", "last name", "surname", "full name", "employee", "employee name"}
    | {"geboortedatum", "geboortejaar", "geslacht", "leeftijd", "date of birth", "birth date"}
    | {"birthdate", "dob", "gender", "age", "bsn", "burgerservicenummer", "personeelsnummer"}
    | {"medewerkernummer", "employee number", "employee id", "email", "e mail", "e mailadres"}
    | {"emailadres", "email address", "e mail address", "mail", "telefoon", "telefoonnummer"}
    | {"mobiel", "phone", "phone number", "mobile", "adres", "address", "postcode", "zip code"}
    | {"iban", "rekeningnummer", "ip", "ip adres", "ip address"}
)


def names_a_person(column: str) -> bool:
    """Return whether a column name promises data about persons."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return " ".join(re.split(r"[\W_]+", folded(spaced))).strip() in _ABOUT_PERSONS
