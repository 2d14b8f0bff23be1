"""A part of the page: HTML in which a link changes the state, with places for live parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import param
from panel.custom import JSComponent
from panel.viewable import Children

from dashboards.theme import stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable


class LinkedHtml(JSComponent):
    """Show HTML; a followed link tells its query instead of loading the page anew.

    Every link is a real address, so that it can be opened in another tab, kept and sent.
    An element ``<slot name="part-0">`` shows the first of ``slots``: the live part itself never
    leaves its place in the document, for a widget or chart that is taken out loses its looks.
    """

    html = param.String(doc="The markup, already escaped.")
    css = param.String(doc="The rules for the markup.")
    slots = Children(doc="Live parts that stay when the markup around them changes.")

    # What a reader opened stays open, and what had the focus keeps it, when the markup changes.
    # A link to another page takes the reader, also one who listens, to the heading of that page.
    _esm = """
    export function render({model}) {
      const host = document.createElement("div");
      const tree = host.attachShadow({mode: "open"});
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(model.css);
      tree.adoptedStyleSheets = [sheet];
      const root = document.createElement("div");
      root.className = "onderstroom";
      tree.append(root);
      model.get_child("slots").forEach((part, number) => {
        part.slot = `part-${number}`;
        host.append(part);
      });
      const draw = () => {
        const opened = [...root.querySelectorAll("details[open][id]")].map((d) => d.id);
        const focused = tree.activeElement?.dataset?.key;
        root.innerHTML = model.html;
        // Where time does not fit, the latest periods are what is seen first.
        requestAnimationFrame(() => {
          root.querySelectorAll(".latest").forEach((s) => { s.scrollLeft = s.scrollWidth; });
        });
        for (const id of opened) {
          root.querySelector(`details[id="${id}"]`)?.setAttribute("open", "");
        }
        const heading = root.querySelector("h1");
        if (heading && window.onderstroomToTop) {
          window.onderstroomToTop = false;
          setTimeout(() => {
            heading.scrollIntoView({block: "center"});
            heading.focus({preventScroll: true});
          });
        } else if (focused) { root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus(); }
      };
      root.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[data-go]");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
        event.preventDefault();
        window.onderstroomToTop = link.dataset.go === "top";
        model.send_msg({query: link.getAttribute("href")});
      });
      model.on("html", draw);
      draw();
      return host;
    }
    """

    def __init__(self, *, follow: Callable[[str], None] | None = None, **params: object) -> None:
        super().__init__(**{"css": stylesheet(), "sizing_mode": "stretch_width", **params})
        if follow is not None:
            self.on_msg(lambda event: follow(str(event.data.get("query", ""))))
