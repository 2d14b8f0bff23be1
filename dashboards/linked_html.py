"""A part of the page: HTML whose links and forms are told, with places for live parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param
from panel.custom import JSComponent
from panel.viewable import Children

from dashboards.theme import stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable


class LinkedHtml(JSComponent):
    """Show HTML; a followed link tells its query instead of loading the page anew.

    Every link is a real address, so that it can be opened in another tab, kept and sent.
    A form with ``data-do`` tells that name and its fields when it is sent; one with ``data-live``
    does so at every change as well.
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
        const typed = [...root.querySelectorAll("input[data-key], textarea[data-key]")]
          .map((field) => [field.dataset.key, field.value, field.checked]);
        const focused = tree.activeElement?.dataset?.key;
        root.innerHTML = model.html;
        // Where time does not fit, the latest periods are what is seen first.
        requestAnimationFrame(() => {
          root.querySelectorAll(".latest").forEach((s) => { s.scrollLeft = s.scrollWidth; });
        });
        for (const id of opened) {
          root.querySelector(`details[id="${id}"]`)?.setAttribute("open", "");
        }
        for (const [key, value, checked] of typed) {
          const field = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
          if (field) { field.value = value; field.checked = checked; }
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
      const tell = (form, button) => {
        const fields = Object.fromEntries(new FormData(form, button));
        model.send_msg({act: form.dataset.do, fields});
      };
      root.addEventListener("submit", (event) => {
        event.preventDefault();
        tell(event.target, event.submitter);
      });
      root.addEventListener("change", (event) => {
        const form = event.target.closest("form[data-live]");
        if (form) { tell(form); }
      });
      model.on("html", draw);
      draw();
      return host;
    }
    """

    def __init__(
        self,
        *,
        follow: Callable[[str], None] | None = None,
        act: Callable[[str, dict[str, str]], None] | None = None,
        **params: object,
    ) -> None:
        super().__init__(**{"css": stylesheet(), "sizing_mode": "stretch_width", **params})

        def told(event: Any) -> None:  # noqa: ANN401 - an event of Panel's
            if "act" in event.data and act is not None:
                act(str(event.data["act"]), _texts(event.data.get("fields")))
            elif "query" in event.data and follow is not None:
                follow(str(event.data["query"]))

        self.on_msg(told)


def _texts(fields: object) -> dict[str, str]:
    """Return what a form was filled in with; the browser may send anything."""
    given = fields if isinstance(fields, dict) else {}
    return {str(name): value for name, value in given.items() if isinstance(value, str)}
