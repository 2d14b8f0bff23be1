"""Find and read mappings: those that come with the product and those of a programme."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path

from model.errors import RejectedError, UsageError
from model.mapping import Mapping, mapping_from
from model.tables import TABLES
from model.text import Text

PRODUCT = Path(__file__).resolve().parents[1] / "data" / "mappings"


def read_mapping(name: str | Path, folder: Path | None = None) -> Mapping:
    """Return the mapping with a name, or the one in a TOML file.

    Parameters
    ----------
    name : str or Path
        A name without ``.toml``, looked for in the programme first and then among those that
        come with the product; or the path of a TOML file.
    folder : Path, optional
        The programme's folder; its own mappings stand in ``mappings/``.

    Raises
    ------
    UsageError
        When there is no such mapping.
    RejectedError
        When the file is no mapping, or fills columns that its table does not have.
    """
    known = mappings(folder)
    path = known.get(str(name))
    if path is None and str(name).endswith(".toml") and Path(name).is_file():
        path = Path(name)
    if path is None:
        raise _unknown(str(name), sorted(known))
    try:
        declaration = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RejectedError(
            Text(nl="De mapping {m} is geen TOML.", en="The mapping {m} is no TOML.").fill(
                m=path.stem
            ),
            where=f"{path.name}: {error}",
            remedy=Text(nl="verbeter het bestand", en="correct the file"),
        ) from error
    mapping = mapping_from(declaration, path.stem)
    check_table(mapping)
    return mapping


def mappings(folder: Path | None = None) -> dict[str, Path]:
    """Return every mapping by name; a programme's own goes before one of the product."""
    own = [] if folder is None else sorted((folder / "mappings").glob("*.toml"))
    return {path.stem: path for path in [*sorted(PRODUCT.glob("*.toml")), *own]}


def check_table(mapping: Mapping) -> None:
    """Refuse a mapping to a table or column that does not exist."""
    table = TABLES.get(mapping.table)
    known = tuple(TABLES) if table is None else table.columns
    wanted = (mapping.table,) if table is None else mapping.targets
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise RejectedError(
                Text(
                    nl="De mapping {m} vult {n}, maar dat bestaat niet.",
                    en="The mapping {m} fills {n}, but that does not exist.",
                ).fill(m=mapping.name, n=name),
                where=f"{mapping.name}.toml",
                remedy=Text(nl="kies uit: {k}", en="choose from: {k}").fill(
                    k=", ".join(near or known)
                ),
            )


def _unknown(name: str, known: list[str]) -> UsageError:
    """Return the error for a mapping that does not exist."""
    near = get_close_matches(name, known, n=1)
    return UsageError(
        Text(nl="Er is geen mapping {m}.", en="There is no mapping {m}.").fill(m=name),
        where=Text(
            nl="data/mappings of mappings/ in het programma",
            en="data/mappings or mappings/ in the programme",
        ),
        remedy=Text(nl="kies uit: {k}", en="choose from: {k}").fill(k=", ".join(near or known)),
    )
