"""Name what people offer by mistake, by how it begins."""

from __future__ import annotations

import codecs
import re

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "exe"),
    (b"\x7fELF", "ELF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"SQLite format 3", "SQLite"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"{\\rtf", "RTF"),
    *((bytes([0x80, protocol]), "pickle") for protocol in range(2, 6)),
    (b"ARROW1", "Arrow (Feather)"),
    (b"FEA1", "Feather"),
    (b"\xff\xff\xff\xff", "Arrow"),
    (b"ORC", "ORC"),
    (b"Obj\x01", "Avro"),
    (b"\x89HDF", "HDF5"),
    (b"$FL2", "SPSS"),
)
_LETTERS = (b"MZ", b"ORC", b"BZh")  # a column name may begin so too
# Two kinds show what they are a little further on.
_FURTHER_ON = ((8, b"DUCK", "DuckDB"), (257, b"ustar", "tar"))
_MARKUP = re.compile(r"<(!doctype|!--|html|head|body|table|\?xml|script|svg|meta|div)\b|<!--", re.I)
_JSON = re.compile(r'\{\s*"|\[\s*["\[{]')
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def other_kind(head: bytes) -> str | None:
    """Return the name of a kind of file that holds no table for us, from its first bytes."""
    begin = head.lstrip()
    for magic, name in _OTHERS:
        begins = begin.startswith(magic) or head.startswith(magic)
        if begins and (magic not in _LETTERS or _is_binary(head)):
            return name
    for place, magic, name in _FURTHER_ON:
        if head[place:].startswith(magic):
            return name
    return "JSON" if _JSON.match(_words(head)) else None


def is_markup(head: bytes) -> bool:
    """Return whether the first bytes are those of a web page or XML, in whatever encoding."""
    return _MARKUP.match(_words(head)) is not None


def _is_binary(head: bytes) -> bool:
    """Return whether there are bytes that text never holds."""
    return any(byte < 9 for byte in head)


def _words(head: bytes) -> str:
    """Return the first bytes as text without what may stand before the first word."""
    encoding = next((name for mark, name in _WIDE if head.startswith(mark)), "latin-1")
    if encoding == "latin-1":
        head = head.removeprefix(codecs.BOM_UTF8)
    return head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
