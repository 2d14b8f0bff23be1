"""Every colour can be read on what it stands on, by day and by night."""

import pytest

from dashboards.theme import COLOURS, SHADES, THEMES, variables

INKS = (
    "ink",
    "ink-soft",
    "accent",
    "belief",
    "routine",
    "behaviour",
    "customer",
    "leadership",
    "drive",
    "context",
    "warn",
)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", ["paper", "surface", "raised"])
def test_words_stand_out_from_their_ground(theme, ink, ground):
    assert _contrast(COLOURS[theme][ink], COLOURS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("number", range(7))
def test_a_score_can_be_read_on_its_shade(theme, number):
    rules = dict(
        line.strip("; ").split(": ")
        for line in variables(theme).splitlines()
        if line.startswith("--shade")
    )

    assert _contrast(rules[f"--shade-ink-{number}"], SHADES[theme][number]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_shades_run_one_way_in_lightness(theme):
    lights = [_luminance(shade) for shade in SHADES[theme]]

    assert lights == sorted(lights, reverse=theme == "light")
