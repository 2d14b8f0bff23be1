"""One steward in a process of its own: ``steward.py FOLDER ACTION ARGUMENTS…``.

Says ``ready`` once everything is imported, so that whoever kills it hits the work; then one line
of JSON with how it ended. Limits and rights are taken before the work begins.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from model.errors import OnderstroomError
from pipelines.accept import load
from pipelines.programme import open_programme
from pipelines.undo import undo

NOBODY = 65534


def main():
    """Do what the arguments ask."""
    folder, action, *rest = sys.argv[1:]
    if action == "publish":
        from pipelines.publish import publish
        from pipelines.run import build
    programme = open_programme(Path(folder))
    if limit := os.environ.get("FILE_LIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    if os.environ.get("AS_NOBODY"):
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("ready", flush=True)
    try:
        if action == "load":
            who, table, *files = rest
            told = load(programme, table, [Path(file) for file in files], who=who).as_json("en")
        elif action == "undo":
            told = undo(programme, int(rest[0]))
        else:
            build(programme)
            told = {"release": publish(programme, rest[0], reason="again").name}
    except OnderstroomError as error:
        told = {"error": type(error).__name__, "told": error.in_language("en")}
    print(json.dumps(told), flush=True)


main()
