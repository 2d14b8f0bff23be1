"""Small deliveries for the tests of the data desk: written as text, loaded by the real route."""

from pipelines.accept import load
from pipelines.fingerprint import fingerprint
from pipelines.programme import create_programme, open_programme
from pipelines.warehouse import open_warehouse

UNITS = """
unit_code,name,parent_code,valid_from,valid_to
ORG,Voorbeeld,,2024-01-01,
T01,Oost,ORG,2024-01-01,
T02,West,ORG,2024-01-01,
T03,Noord,ORG,2024-01-01,
"""
CODEBOOK = """
code,kind,scale_min,scale_max,reversed
B01,belief,1,5,0
B02,belief,1,5,0
IND01,behaviour,0,100,0
HEADCOUNT,behaviour,0,100000,0
nps,customer,0,10,0
"""


def new_programme(folder, *, closed="[]"):
    """A programme without data; ``closed`` are its closed periods as TOML."""
    create_programme(folder / "programme", name="Test")
    settings = folder / "programme" / "programme.toml"
    words = settings.read_text()
    settings.write_text(words.replace("closed_periods = []", f"closed_periods = {closed}"))
    return open_programme(folder / "programme")


def ready_programme(folder, **settings):
    """A programme with units and a codebook."""
    programme = new_programme(folder, **settings)
    deliver(programme, "units", UNITS)
    deliver(programme, "codebook", CODEBOOK)
    return programme


def deliver(programme, table, text, *, name=None, **options):
    """Load a text as a CSV file."""
    path = programme.folder.parent / (name or f"{table}.csv")
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return load(programme, table, [path], **options)


def answers(*rows):
    """Survey responses from rows of response, respondent, unit, period, item and score."""
    header = "response_id,respondent_id,unit_code,period,item_code,score,submitted_at"
    month = {"Q1": "02", "Q2": "05", "Q3": "08", "Q4": "11"}
    lines = [",".join(map(str, row)) + f",{row[3][:4]}-{month[row[3][5:]]}-03" for row in rows]
    return "\n".join([header, *lines])


def wave(period, *, people=12, shift=0):
    """Answers of a few people in each of three units, never all alike."""
    return answers(
        *(
            (f"{period}{unit}{person}{item}", f"P{unit}{person}", unit, period, item, score)
            for unit in ("T01", "T02", "T03")
            for person in range(people)
            for item, score in (
                ("B01", 1 + (person + shift) % 5),
                ("B02", 1 + (person * 2 + shift) % 5),
            )
        )
    )


def figures(*rows):
    """Behaviour indicators from rows of unit, period, indicator and value."""
    lines = [",".join(map(str, row)) for row in rows]
    return "\n".join(["unit_code,period,indicator_code,value", *lines])


def select(programme, sql):
    """The rows of a query on the warehouse."""
    with open_warehouse(programme, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def codes(report):
    """The codes of all findings."""
    return [issue.code for issue in report.issues]


def rows_named(report, code):
    """The rows that a finding names."""
    return sorted({row for issue in report.issues if issue.code == code for row in issue.rows})


__all__ = [
    "CODEBOOK",
    "UNITS",
    "answers",
    "codes",
    "deliver",
    "figures",
    "fingerprint",
    "new_programme",
    "ready_programme",
    "rows_named",
    "select",
    "wave",
]
