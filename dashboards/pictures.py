"""Take pictures of the running product: every view, both sizes, both languages, one by night."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from dashboards.desk.section import all_sections
from dashboards.view import all_views
from model.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "tests" / "output" / "pictures"
README_PICTURE = PROJECT / "dashboards" / "verdict.png"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PATIENCE = 60.0  # seconds until the server must answer, or be gone
_SERVE = "import sys; from pathlib import Path; from dashboards.app import serve; from \
pipelines.programme import open_programme; \
serve(open_programme(Path(sys.argv[1])), port=int(sys.argv[2]))"


def take_pictures(programme: Path) -> list[Path]:
    """Return the pictures of every page of a programme, and renew the one in the README."""
    # Only who makes pictures needs a browser; the installed product does without.
    from playwright.sync_api import sync_playwright

    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with served(programme) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        taken = [
            _picture(browser, address, view=view.name, size=size, language=language, whole=True)
            for view, size, language in product(all_views(), SIZES, LANGUAGES)
        ]
        taken.append(
            _picture(browser, address, view="iceberg", size="desktop", language="nl", theme="dark")
        )
        taken += [
            _picture(
                browser,
                address,
                view=part.name,
                size=size,
                language=language,
                whole=True,
                at="desk",
            )
            for part, size, language in product(all_sections(), SIZES, LANGUAGES)
        ]
        taken.append(
            _picture(
                browser,
                address,
                view="coverage",
                size="phone",
                language="nl",
                theme="dark",
                at="desk",
            )
        )
        first = _picture(browser, address, view="verdict", size="desktop", language="en")
        shutil.copy(first, README_PICTURE)
        browser.close()
    return taken


@contextmanager
def served(programme: Path) -> Iterator[str]:
    """Serve a programme in a process of its own; give its address once it answers."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(programme), str(port)], cwd=PROJECT
    )
    address = f"http://localhost:{port}/"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def _picture(
    browser: Browser,
    address: str,
    *,
    view: str,
    size: str,
    language: str,
    theme: str = "light",
    whole: bool = False,
    at: str = "",
) -> Path:
    """Return the picture of one page; ``whole`` makes it as tall as the page is."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    page.goto(f"{address}{at}?view={view}&lang={language}&theme={theme}")
    page.wait_for_selector("html[data-ready]", state="attached")
    # At the desk what stands in the warehouse is looked up first.
    page.wait_for_selector("h1:not([data-waits])", timeout=1000 * PATIENCE)
    if whole:
        tall = page.evaluate(
            "() => { const all = (r) => [...r.querySelectorAll('*')].flatMap((e) => e.shadowRoot ?"
            " [e, ...all(e.shadowRoot)] : [e]);"
            " return Math.max(...all(document).map((e) => e.scrollHeight || 0)); }"
        )
        page.set_viewport_size({"width": width, "height": tall + 64})
    page.wait_for_timeout(800)  # until charts have taken their new width
    path = (
        PICTURES
        / f"{at}{'_' if at else ''}{view}_{size}_{language}{'' if whole else f'_{theme}'}.png"
    )
    page.screenshot(path=path)
    page.close()
    return path


if __name__ == "__main__":
    folder = Path(os.environ.get("ONDERSTROOM_PROGRAMME", PROJECT / "data" / "programme"))
    for picture in take_pictures(folder):
        sys.stdout.write(f"{picture.relative_to(PROJECT)}\n")
