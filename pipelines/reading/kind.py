"""Which kind of file it is, by its content; the name may only agree."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from model.codes import without_personal
from model.issue import safe_value
from pipelines.reading.finding import Unreadable, refuse
from pipelines.reading.foreign import is_markup, other_kind

Kind = Literal["csv", "xlsx", "parquet"]

SUFFIXES: dict[str, Kind] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
}
SAVE_AS_XLSX = (
    "open het bestand in Excel of LibreOffice en sla het op als .xlsx",
    "open the file in Excel or LibreOffice and save it as .xlsx",
)
DELIVER = (
    "lever een CSV-, XLSX- of Parquet-bestand aan",
    "deliver a CSV, XLSX or Parquet file",
)
# What a zip is whose members begin so.
_BY_MEMBER = {
    "xl/workbook.bin": ("een binaire werkmap (.xlsb)", "a binary workbook (.xlsb)"),
    "word/": ("een Word-document (.docx)", "a Word document (.docx)"),
    "ppt/": ("een PowerPoint-presentatie (.pptx)", "a PowerPoint presentation (.pptx)"),
    "content.xml": ("een OpenDocument-bestand (.ods)", "an OpenDocument file (.ods)"),
}
_NO_TABLES = ("word/", "ppt/")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def shown_name(upload_name: str) -> str:
    """Return the name to show for a file: no folders, no person, nothing that can do harm."""
    return safe_value(without_personal(re.split(r"[/\\]", upload_name)[-1])) or "?"


def kind_of(path: Path, upload_name: str) -> Kind:
    """Return what a file is.

    Raises
    ------
    Unreadable
        When it is nothing we read, or something else than its name says.
    """
    promised = _promised(upload_name)
    if path.stat().st_size == 0:
        raise refuse(
            "file_empty",
            ("Het bestand is leeg (0 bytes).", "The file is empty (0 bytes)."),
            ("haal het bestand opnieuw op", "fetch the file again"),
        )
    with path.open("rb") as file:
        head = file.read(4096)
    found = _found(path, head)
    if promised is not None and promised != found:
        raise _other_than_named(found, upload_name)
    return found


def _promised(upload_name: str) -> Kind | None:
    """Return the kind that the name promises; refuse a name that promises another."""
    suffix = Path(re.split(r"[/\\]", upload_name)[-1].strip()).suffix.lower()
    if suffix in SUFFIXES or not suffix:
        return SUFFIXES.get(suffix)
    if suffix in (".xls", ".xlsb", ".ods", ".html", ".htm"):
        return None  # the content decides what is said about it
    raise refuse(
        "file_type",
        (
            f"Een bestand dat op {safe_value(suffix)} eindigt, wordt niet gelezen.",
            f"A file that ends in {safe_value(suffix)} is not read.",
        ),
        DELIVER,
        value=safe_value(suffix),
    )


def _found(path: Path, head: bytes) -> Kind:
    """Return the kind that the content shows."""
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(b"PARE"):
        raise encrypted()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE):
        raise _ole(path)
    if (name := other_kind(head)) is not None:
        raise _no_table(name)
    if is_markup(head):
        raise refuse(
            "file_is_markup",
            (
                "Dit is een webpagina of XML (HTML), geen werkmap en geen CSV.",
                "This is a web page or XML (HTML), neither a workbook nor CSV.",
            ),
            SAVE_AS_XLSX,
        )
    return "csv"


def _no_table(name: str) -> Unreadable:
    """Return the refusal of a kind of file that holds no table we read."""
    return refuse(
        "file_type",
        (f"Dit is een {name}-bestand, geen tabel.", f"This is a {name} file, no table."),
        DELIVER,
    )


def _zip_kind(path: Path) -> Kind:
    """Return ``xlsx`` for a zip that holds a workbook; refuse the other zips by name."""
    try:
        with zipfile.ZipFile(path) as container:
            names = {name.lower() for name in container.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise damaged() from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    for member, (dutch, english) in _BY_MEMBER.items():
        if any(name.startswith(member) for name in names):
            raise refuse(
                "file_type",
                (f"Dit is {dutch}.", f"This is {english}."),
                DELIVER if member in _NO_TABLES else SAVE_AS_XLSX,
            )
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise refuse(
        "file_type",
        ("Dit is een zip-bestand, geen werkmap.", "This is a zip file, no workbook."),
        ("pak het uit en lever het bestand dat erin zit", "unpack it and deliver the file inside"),
    )


def _ole(path: Path) -> Unreadable:
    """Return the refusal of an OLE container: a password, or Excel 97."""
    with path.open("rb") as file:
        content = file.read(8_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refuse(
            "password",
            (
                "De werkmap is met een wachtwoord beveiligd.",
                "The workbook is protected with a password.",
            ),
            (
                "haal in Excel het wachtwoord weg en sla op als .xlsx",
                "remove the password in Excel and save as .xlsx",
            ),
        )
    return refuse(
        "file_type",
        (
            "Dit is een werkmap van Excel 97-2003 (.xls) of een ander oud Office-bestand.",
            "This is a workbook of Excel 97-2003 (.xls) or another old Office file.",
        ),
        SAVE_AS_XLSX,
    )


def encrypted() -> Unreadable:
    """Return the refusal of a Parquet file that needs a key."""
    return refuse(
        "password",
        (
            "Het Parquet-bestand is versleuteld; zonder sleutel is het niet te lezen.",
            "The Parquet file is encrypted; it cannot be read without a key.",
        ),
        ("schrijf het bestand zonder versleuteling", "write the file without encryption"),
    )


def damaged() -> Unreadable:
    """Return the refusal of a file whose bytes are not whole."""
    return refuse(
        "file_damaged",
        (
            "Het bestand is beschadigd of niet helemaal binnengekomen.",
            "The file is damaged or did not arrive completely.",
        ),
        ("haal het bestand opnieuw op", "fetch the file again"),
    )


def _other_than_named(found: Kind, upload_name: str) -> Unreadable:
    """Return the refusal of a file whose name promises another kind."""
    name = shown_name(upload_name)
    kinds = {
        "csv": ("tekst (CSV), geen werkmap of Parquet", "text (CSV), no workbook or Parquet"),
        "xlsx": ("een Excel-werkmap", "an Excel workbook"),
        "parquet": ("een Parquet-bestand", "a Parquet file"),
    }[found]
    return refuse(
        "file_type",
        (
            f"De inhoud is {kinds[0]}, maar de naam is {name}.",
            f"The content is {kinds[1]}, but the name is {name}.",
        ),
        (
            f"laat de naam op .{found} eindigen, of lever het bedoelde bestand",
            f"let the name end in .{found}, or deliver the file that was meant",
        ),
    )
