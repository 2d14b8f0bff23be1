"""A choice on the page that is kept equal to the state, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel_material_ui as pmui

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboards.view import Session


def choice(
    session: Session,
    names: tuple[str, ...],
    options: Sequence[tuple[str, tuple[str, ...]]],
    *,
    label: str,
    now: Callable[[], tuple[str, ...]],
) -> pmui.Select:
    """Return a list to choose from.

    Parameters
    ----------
    names : tuple of str
        Parts of the state that one choice sets together.
    options : sequence of (words, values)
        What can be chosen; equal words are told apart by their values.
    now : function
        What is looked at now: the choice, or what the page opens with.
    """
    words = [text for text, _ in options]
    shown = {
        text if words.count(text) == 1 else f"{text} ({', '.join(values)})": values
        for text, values in options
    }
    chooser = pmui.Select(
        label=label,
        options=shown,
        value=now() if now() in shown.values() else None,
        sizing_mode="stretch_width",
        size="small",
        margin=0,
    )

    def chosen(_event: object) -> None:
        if chooser.value is not None and chooser.value != now():
            session.state.param.update(**dict(zip(names, chooser.value, strict=True)))

    def told(*_events: object) -> None:
        chooser.value = now()

    chooser.param.watch(chosen, "value")
    session.state.param.watch(told, list(names))
    return chooser
