"""The picture behind the iceberg: sky, waterline, ice above and below, deeper is darker."""

from __future__ import annotations

from markupsafe import Markup

# Drawn once, stretched to the place it gets: no words in it, so nothing can become unreadable.
_BERG = (
    '<svg class="scene" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" '
    'focusable="false"><defs><linearGradient id="ice-{key}" x1="0" y1="0" x2="0" y2="1">'
    '<stop offset="0" class="ice-top"/><stop offset="1" class="ice-deep"/></linearGradient></defs>'
    "{shapes}</svg>"
)
_TIP = (
    '<polygon class="tip" points="8,100 19,52 31,34 40,8 53,26 66,16 78,48 88,62 94,100"/>'
    '<polygon class="facet" points="40,8 53,26 47,100 31,34"/>'
    '<polygon class="facet soft" points="66,16 78,48 70,100 53,26"/>'
)
_BODY = (
    '<polygon class="body" fill="url(#ice-{key})" points="3,0 97,0 99,18 92,44 95,58 80,84 66,93 '
    '52,100 36,95 20,84 9,60 6,38 1,16"/>'
    '<polygon class="facet" points="30,0 54,0 44,46 28,70 18,40"/>'
    '<polygon class="facet soft" points="70,0 97,0 92,44 74,60 62,34"/>'
    '<polygon class="facet soft" points="44,46 62,34 74,60 66,93 48,80"/>'
)


def tip(key: str) -> Markup:
    """Return the ice above the water."""
    return Markup(_BERG.format(key=key, shapes=_TIP))


def body(key: str) -> Markup:
    """Return the ice below the water."""
    return Markup(_BERG.format(key=key, shapes=_BODY.format(key=key)))


def waterline() -> Markup:
    """Return the surface of the sea."""
    wave = "q25 -9 50 0 t50 0 " * 24
    return Markup(
        '<svg class="waterline" viewBox="0 0 1200 24" preserveAspectRatio="none" '
        'aria-hidden="true" '
        f'focusable="false"><path class="swell" d="M0 12 {wave} V24 H0 Z"/>'
        f'<path class="crest" d="M0 12 {wave}"/></svg>'
    )
