"""The place to drop a file: sent to the server's disk by its own route, its progress shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import param
from markupsafe import Markup
from panel.custom import JSComponent

from dashboards.html import element
from dashboards.theme import stylesheet
from model.text import Text

if TYPE_CHECKING:
    from dashboards.desk.section import Steward

DROP = Text(nl="Sleep een bestand hierheen", en="Drop a file here")
OR = Text(nl="of", en="or")
CHOOSE = Text(nl="Kies een bestand", en="Choose a file")
KINDS = Text(nl="XLSX, CSV of Parquet, tot {n} MB", en="XLSX, CSV or Parquet, up to {n} MB")
SAFE = Text(
    nl="Het bestand blijft op deze computer en wordt in een afgesloten proces gelezen.",
    en="The file stays on this computer and is read in a closed-off process.",
)
SENDING = Text(nl="Binnenhalen", en="Taking in")
STOP = Text(nl="Stoppen", en="Stop")
TOO_LARGE = Text(nl="Dit bestand is groter dan {n} MB.", en="This file is larger than {n} MB.")
ONE = Text(nl="Eén bestand tegelijk, alstublieft.", en="One file at a time, please.")
LOST = Text(
    nl="Het bestand kwam niet aan. Probeer het opnieuw.",
    en="The file did not arrive. Please try again.",
)
_WAVES = Markup(
    '<svg viewBox="0 0 120 46" aria-hidden="true" focusable="false">'
    '<path class="sheet" d="M44 2h24l10 10v26H44z"/><path class="sheet" d="M68 2v10h10"/>'
    '<path d="M2 26q9-9 18 0t18 0 18 0 18 0 18 0 18 0 9-5"/>'
    '<path d="M2 38q9-9 18 0t18 0 18 0 18 0 18 0 18 0 9-5"/></svg>'
)


class DropArea(JSComponent):
    """A field for one file; dropped anywhere on the page, or chosen with mouse or keyboard."""

    html = param.String(doc="The markup, already escaped; its data tells address and limit.")
    css = param.String(doc="The rules for the markup.")

    _esm = """
    export function render({model}) {
      const host = document.createElement("div");
      const tree = host.attachShadow({mode: "open"});
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(model.css);
      tree.adoptedStyleSheets = [sheet];
      const root = document.createElement("div");
      root.className = "onderstroom";
      root.innerHTML = model.html;
      tree.append(root);
      const area = root.querySelector(".drop");
      const words = area.dataset;
      const find = (name) => root.querySelector(name);
      const input = find("input"), bar = find("progress"), far = find(".far");
      let sending = null;
      const fail = (text) => { find(".failed").textContent = text; area.classList.remove("busy"); };
      const send = (files) => {
        if (sending || !files.length) { return; }
        if (files.length > 1) { return fail(words.one); }
        const file = files[0];
        if (file.size > Number(words.limit)) { return fail(words.large); }
        fail("");
        area.classList.add("busy");
        find(".name").textContent = file.name;
        bar.value = 0;
        far.textContent = "";
        sending = new XMLHttpRequest();
        sending.open("POST", words.to);
        sending.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
        sending.setRequestHeader("Content-Type", "application/octet-stream");
        sending.upload.onprogress = (event) => {
          bar.value = event.loaded / event.total;
          far.textContent = `${Math.round(100 * bar.value)}%`;
        };
        sending.onload = () => {
          let refused = words.lost;
          try { refused = JSON.parse(sending.responseText).refused; } catch { /* keep the words */ }
          fail(sending.status < 300 ? "" : refused);
          sending = null;
        };
        sending.onerror = () => { sending = null; fail(words.lost); };
        sending.onabort = () => { sending = null; fail(""); };
        sending.send(file);
        input.value = "";
      };
      input.addEventListener("change", () => send([...input.files]));
      find(".stop").addEventListener("click", () => sending?.abort());
      // A file that misses the field would otherwise replace the page.
      const over = (event) => {
        event.preventDefault();
        if (host.checkVisibility()) { area.classList.add("over"); }
      };
      const out = (event) => { if (!event.relatedTarget) { area.classList.remove("over"); } };
      const drop = (event) => {
        event.preventDefault();
        area.classList.remove("over");
        if (host.checkVisibility()) { send([...(event.dataTransfer?.files ?? [])]); }
      };
      document.addEventListener("dragover", over);
      document.addEventListener("dragleave", out);
      document.addEventListener("drop", drop);
      model.on("remove", () => {
        document.removeEventListener("dragover", over);
        document.removeEventListener("dragleave", out);
        document.removeEventListener("drop", drop);
      });
      return host;
    }
    """


def drop_area(steward: Steward) -> DropArea:
    """Return the field for a file of this steward."""
    limit = steward.place.desk.programme.largest_upload_mb
    inside = element(
        "div",
        _WAVES,
        element("h2", steward.say(DROP)),
        element(
            "p",
            element("span", steward.say(OR), class_="muted"),
            element(
                "label",
                steward.say(CHOOSE),
                element("input", type="file", accept=".csv,.txt,.tsv,.xlsx,.xlsm,.parquet,.pq"),
                class_="button main",
            ),
            class_="choose",
        ),
        element("p", steward.say(KINDS, n=limit), class_="muted"),
        element("p", steward.say(SAFE), class_="footnote"),
        element(
            "div",
            element("p", steward.say(SENDING), " ", element("strong", class_="name")),
            element("progress", max="1", value="0", aria_label=steward.say(SENDING)),
            element("p", element("span", class_="far"), class_="muted"),
            element("button", steward.say(STOP), type="button", class_="button stop"),
            class_="sending",
        ),
        element("p", class_="failed", role="alert"),
        class_="drop",
        data_to=f"desk/upload/{steward.place.token}?lang={steward.language}",
        data_limit=str(limit * 2**20),
        data_large=steward.say(TOO_LARGE, n=limit),
        data_one=steward.say(ONE),
        data_lost=steward.say(LOST),
    )
    return DropArea(html=str(inside), css=stylesheet(), sizing_mode="stretch_width")
