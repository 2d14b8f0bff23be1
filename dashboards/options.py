"""The options that every command of the command line has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProgrammeFolder = Annotated[
    Path,
    typer.Option("--programme", envvar="ONDERSTROOM_PROGRAMME", help="The programme's folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
HERE = Path("data/programme")
