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
    An element ``<div data-slot="0">`` holds the first of ``slots``.
    """

    html = param.String(doc="The markup, already escaped.")
    slots = Children(doc="Live parts that stay when the markup around them changes.")

    # What a reader opened stays open, and what had the focus keeps it, when the markup changes.
    _esm = """
    export function render({model}) {
      const root = document.createElement("div");
      root.className = "onderstroom";
      const slots = model.get_child("slots");
      const draw = () => {
        const opened = [...root.querySelectorAll("details[open][id]")].map((d) => d.id);
        const focused = root.getRootNode().activeElement?.dataset?.key;
        root.innerHTML = model.html;
        root.querySelectorAll("[data-slot]").forEach((place) => {
          const part = slots[Number(place.dataset.slot)];
          if (part) { place.replaceChildren(part); }
        });
        // Where time does not fit, the latest periods are what is seen first.
        requestAnimationFrame(() => {
          root.querySelectorAll(".latest").forEach((s) => { s.scrollLeft = s.scrollWidth; });
        });
        for (const id of opened) {
          root.querySelector(`details[id="${id}"]`)?.setAttribute("open", "");
        }
        if (focused) { root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus(); }
      };
      root.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[data-go]");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
        event.preventDefault();
        model.send_msg({query: link.getAttribute("href")});
        if (link.dataset.go === "top") { window.dispatchEvent(new Event("onderstroom:top")); }
      });
      model.on("html", draw);
      draw();
      return root;
    }
    """

    def __init__(self, *, follow: Callable[[str], None] | None = None, **params: object) -> None:
        super().__init__(stylesheets=[stylesheet()], **{"sizing_mode": "stretch_width", **params})
        if follow is not None:
            self.on_msg(lambda message: follow(str(message.get("query", ""))))
