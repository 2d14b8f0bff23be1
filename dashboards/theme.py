"""The look: colours by meaning in light and dark, the type, and the settings of the shell."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
ASSETS = files("dashboards") / "assets"

# Each colour keeps 4.5:1 on paper and surface; kinds differ in lightness too, for the colour-blind.
COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "paper": "#f3f7f9",
        "surface": "#ffffff",
        "raised": "#eaf1f5",
        "ink": "#0d2536",
        "ink-soft": "#486072",
        "line": "#cfdce4",
        "accent": "#0b5d8a",
        "belief": "#0b5394",
        "routine": "#6b4796",
        "behaviour": "#0a6f63",
        "customer": "#b04a0b",
        "leadership": "#7b5b00",
        "drive": "#8a2f5c",
        "context": "#51606d",
        "bar": "#082d42",
        "bar-ink": "#f2f8fb",
        "sky": "#e4f0f5",
        "sea-1": "#7fb6cb",
        "sea-2": "#2d7ea0",
        "sea-3": "#0f4f73",
        "sea-4": "#072c46",
        "ice": "#ffffff",
        "warn": "#8a4b00",
    },
    "dark": {
        "paper": "#08131b",
        "surface": "#10202b",
        "raised": "#182c3a",
        "ink": "#e9f1f5",
        "ink-soft": "#a7bccb",
        "line": "#2a4152",
        "accent": "#79c2ee",
        "belief": "#74b9f0",
        "routine": "#c2a8f0",
        "behaviour": "#5fcdbb",
        "customer": "#f3a266",
        "leadership": "#e0c05a",
        "drive": "#ec9cc4",
        "context": "#b3c1cc",
        "bar": "#061c2a",
        "bar-ink": "#e9f1f5",
        "sky": "#10242f",
        "sea-1": "#2b6f8c",
        "sea-2": "#1c5775",
        "sea-3": "#0d3b58",
        "sea-4": "#06233a",
        "ice": "#dcebf2",
        "warn": "#f0b25c",
    },
}
# One hue from light to dark (dark to light at night): readable without telling colours apart.
SHADES: dict[Theme, tuple[str, ...]] = {
    "light": ("#edf5f9", "#d3e6ef", "#b2d3e2", "#86b8cf", "#36789b", "#1f6288", "#0a4468"),
    "dark": ("#152a38", "#193a4e", "#1d4c66", "#226080", "#4a92b5", "#7fb9d5", "#b9dcec"),
}
_ON_SHADES: dict[Theme, tuple[str, str]] = {
    "light": ("#0d2536", "#ffffff"),
    "dark": ("#e9f1f5", "#08131b"),
}
_TURNS = 4  # from this shade on, words are written in the other colour
SERIF = "'Source Serif', Georgia, 'Times New Roman', serif"
SANS = "'Source Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@cache
def stylesheet() -> str:
    """Return the rules that every part of the page follows."""
    return "\n".join(
        (ASSETS / name).read_text(encoding="utf-8") for name in ("onderstroom.css", "desk.css")
    )


@cache
def variables(theme: Theme) -> str:
    """Return the colours as CSS variables; they reach into every part of the page."""
    lines = [f"--{name}: {colour};" for name, colour in COLOURS[theme].items()]
    for number, shade in enumerate(SHADES[theme]):
        ink = _ON_SHADES[theme][number >= _TURNS]
        lines += [f"--shade-{number}: {shade};", f"--shade-ink-{number}: {ink};"]
    return "\n".join([*lines, f"--serif: {SERIF};", f"--sans: {SANS};", f"color-scheme: {theme};"])


def material(theme: Theme) -> dict[str, object]:
    """Return the settings of the Material shell in one theme."""
    colours = COLOURS[theme]
    return {
        "palette": {
            "primary": {"main": colours["accent"], "contrastText": colours["surface"]},
            "background": {"default": colours["paper"], "paper": colours["paper"]},
            "text": {"primary": colours["ink"], "secondary": colours["ink-soft"]},
            "divider": colours["line"],
        },
        "typography": {"fontFamily": SANS, "fontSize": 15},
        "shape": {"borderRadius": 10},
    }
