"""Open a release in a notebook: its tables as frames, and the same views as on the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import holoviews as hv
import panel as pn

from dashboards.linked_html import LinkedHtml
from dashboards.state import State
from dashboards.store import Store
from dashboards.theme import variables
from dashboards.view import Session, all_views
from model.errors import UsageError
from model.text import Text
from pipelines.read import open_release as read_release

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from panel.viewable import Viewable

    from model.text import Language
    from pipelines.read import Release


@dataclass(frozen=True)
class OpenedRelease:
    """A published release at hand: aggregates only, as on every page."""

    release: Release

    @property
    def name(self) -> str:
        """Such as ``2026-Q3.1``."""
        return self.release.name

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every published table by name."""
        return self.release.tables

    @property
    def about(self) -> dict[str, str]:
        """What the release says about itself."""
        return self.release.about

    @property
    def manifest(self) -> dict[str, Any]:
        """Who published what and when, with the hash of every file."""
        return self.release.manifest

    def table(self, name: str) -> pl.DataFrame:
        """Return one published table."""
        return self.release.table(name)

    def view(self, name: str = "verdict", *, language: Language = "nl", **choices: str) -> Viewable:
        """Return a view to show below a cell.

        Parameters
        ----------
        name : {"verdict", "iceberg", "units", "data"}
            The page.
        **choices
            What to look at: ``unit``, ``period``, ``measure``, ``cause``, ``outcome``, ``source``.

        Raises
        ------
        UsageError
            When there is no such view or choice.
        """
        found = {view.name: view for view in all_views()}
        state = State(view=name, language=language)
        unknown = [word for word in choices if word not in state.param]
        if name not in found or unknown:
            raise _no_such(unknown[0] if unknown else name, list(found))
        state.param.update(**choices)
        _prepare()
        made = found[name].build(Session(Store(self.release), state))
        for part in made.select(LinkedHtml):
            # A page has the colours at its root; a notebook has no such root.
            part.stylesheets = [f":host {{ {variables('light')} }}", *part.stylesheets]
        return made


def open_release(where: Path | str | None = None) -> OpenedRelease:
    """Return a published release, every hash checked before a number is shown.

    Parameters
    ----------
    where : path, optional
        A programme's folder or one release's; by default ``ONDERSTROOM_PROGRAMME``.
    """
    return OpenedRelease(read_release(where))


@cache
def _prepare() -> None:
    """Load what charts need into the notebook itself: nothing is fetched from elsewhere."""
    pn.extension(inline=True)
    hv.extension("bokeh", logo=False)


def _no_such(name: str, names: list[str]) -> UsageError:
    """Return the error for a view or choice that does not exist."""
    return UsageError(
        Text(nl='"{n}" bestaat hier niet.', en='There is no "{n}" here.').fill(n=name),
        where="release.view(…)",
        remedy=Text(nl="kies uit: {k}", en="choose from: {k}").fill(k=", ".join(names)),
    )
