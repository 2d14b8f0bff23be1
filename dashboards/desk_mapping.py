"""The pane in which a person maps a supplier's file: questions, guesses, first rows, save."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import panel as pn

from dashboards.desk_mapping_words import (
    ASK_NAME,
    FIRST_ROWS,
    GUESSED,
    LOOKING,
    OPEN,
    OVERWRITE,
    PREVIEW,
    PREVIEW_LATER,
    SAVE,
    SAVE_LEDE,
    TABLE,
    TITLE,
    UNDECIDED,
    parts,
)
from dashboards.figures.frame import card, summary
from dashboards.html import element, join, table
from dashboards.linked_html import LinkedHtml
from model.errors import OnderstroomError
from model.tables import TABLES
from model.text import format_number
from pipelines.look import look
from pipelines.propose import propose
from pipelines.save_mapping import preview, save_mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from markupsafe import Markup

    from model.proposal import Choice, Look, Proposal
    from model.text import Language, Text
    from pipelines.programme import Programme
    from pipelines.save_mapping import Preview

_NO_ANSWER_YET = "?"
_ROWS = 8


def mapping_pane(
    programme: Programme,
    table_name: str | None,
    path: Path,
    language: Language,
    on_saved: Callable[[str, str], None],
    *,
    upload_name: str | None = None,
) -> LinkedHtml:
    """Return the pane that maps one file; it looks at the file by itself.

    Parameters
    ----------
    table_name : str or None
        The table the file is meant for; None for the one that it looks like.
    on_saved : callable
        Told the name of the mapping and its table, once it is kept.
    """
    mapping = _Mapping(programme, path, upload_name=upload_name, table_name=table_name)
    return _Pane(mapping, language, on_saved).html


class _Mapping:
    """What is known and decided about one file; every method may take a while."""

    def __init__(
        self, programme: Programme, path: Path, *, upload_name: str | None, table_name: str | None
    ) -> None:
        self._programme, self._path, self._upload_name = programme, path, upload_name
        self._table = table_name
        self._look: Look | None = None
        self._answers: dict[str, str] = {}
        self.proposal: Proposal | None = None
        self.preview: Preview | None = None
        self.saved: str | None = None

    def begin(self) -> None:
        """Look at the file and make a first proposal."""
        self._look = look(
            self._programme, self._path, upload_name=self._upload_name, table=self._table
        )
        self._propose()

    def choose_table(self, fields: dict[str, str]) -> None:
        """Map to another table; the answers so far were about the other one."""
        self._table, self._answers = fields.get("table") or None, {}
        self._propose()

    def answer(self, fields: dict[str, str]) -> None:
        """Take the answers that differ from what was proposed."""
        if self.proposal is not None:
            for choice in self.proposal.choices:
                given = fields.get(choice.key, _NO_ANSWER_YET)
                is_new = given != choice.answer or choice.is_question
                if given != _NO_ANSWER_YET and is_new:
                    self._answers[choice.key] = given
            self._propose()

    def save(self, fields: dict[str, str]) -> None:
        """Keep the mapping under the name that was filled in."""
        if self.proposal is not None:
            name = fields.get("name", "").strip()
            save_mapping(self._programme, self.proposal, name, replace="replace" in fields)
            self.saved = name

    def _propose(self) -> None:
        """Propose anew; show the first rows when nothing is open."""
        if self._look is None:
            return
        self.proposal = propose(
            self._programme, self._look, table=self._table, answers=self._answers
        )
        self.preview = None
        if not self.proposal.questions:
            name = self._upload_name
            self.preview = preview(
                self._programme, self._path, self.proposal, upload_name=name, limit=_ROWS
            )


class _Pane:
    """Draws a mapping, and does what its forms tell one after another."""

    def __init__(
        self, mapping: _Mapping, language: Language, on_saved: Callable[[str, str], None]
    ) -> None:
        self._mapping, self._language, self._on_saved = mapping, language, on_saved
        self._document = pn.state.curdoc
        self._turn = asyncio.Lock()
        self._acts = {
            "table": mapping.choose_table,
            "answers": mapping.answer,
            "save": mapping.save,
        }
        self.html = LinkedHtml(html=str(summary(self._say(LOOKING))), act=self._act)
        self._do(mapping.begin)

    def _act(self, name: str, fields: dict[str, str]) -> None:
        """Do what a form tells."""
        if name in self._acts:
            self._do(lambda: self._acts[name](fields))

    def _do(self, work: Callable[[], None]) -> None:
        """Do work beside the page when it is served, else at once."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._show(_refusal_of(work))
        else:
            asyncio.ensure_future(self._in_turn(work))  # noqa: RUF006 - the loop holds it until done

    async def _in_turn(self, work: Callable[[], None]) -> None:
        """Do work in a thread, one after another, and show what came of it."""
        async with self._turn:
            refusal = await asyncio.to_thread(_refusal_of, work)
        if self._document is None or self._document.session_context is None:
            self._show(refusal)
        else:
            self._document.add_next_tick_callback(lambda: self._show(refusal))

    def _show(self, refusal: OnderstroomError | None) -> None:
        """Draw the mapping, with what was refused."""
        proposal, saved = self._mapping.proposal, self._mapping.saved
        if refusal is None and proposal is not None and saved is not None:
            self._mapping.saved = None
            self._on_saved(saved, proposal.table)
            return
        said = _refused(refusal, self._language) if refusal else None
        drawn = self._drawn(proposal) if proposal is not None else None
        self.html.html = str(join([said, drawn]))

    def _drawn(self, proposal: Proposal) -> Markup:
        """Return the questions, the guesses, the first rows and the way to save."""
        n = len(proposal.questions)
        head = self._say(OPEN[min(n, 2)], n=n)
        return element(
            "div",
            card(self._say(TITLE), element("p", head, role="status"), self._tables(proposal)),
            self._form(proposal),
            self._first_rows(),
            None if n else self._save(proposal),
            class_="view mapping",
        )

    def _tables(self, proposal: Proposal) -> Markup:
        """Return the choice of the table."""
        options = [(one.name, self._say(one.title)) for one in TABLES.values()]
        chosen = _select("table", self._say(TABLE), options, proposal.table)
        return element("form", chosen, data_do="table", data_live=True, class_="choices")

    def _form(self, proposal: Proposal) -> Markup:
        """Return every choice, those that are open first in each part."""
        groups = [
            card(
                self._say(title),
                summary(self._say(explanation)),
                element(
                    "div",
                    *(self._choice(one) for one in sorted(among, key=lambda c: not c.is_question)),
                    class_="choices",
                ),
            )
            for title, explanation, among in parts(proposal)
            if among
        ]
        return element("form", *groups, data_do="answers", data_live=True, class_="answers")

    def _choice(self, choice: Choice) -> Markup:
        """Return one choice: what it is about, what stands in the file, and the options."""
        options = [(one.value, self._say(one.title)) for one in choice.options]
        is_needed = choice.part == "columns" and choice.is_required
        if is_needed:
            options = [option for option in options if option[0]]
        if choice.is_question:
            options = [(_NO_ANSWER_YET, self._say(UNDECIDED)), *options]
        if choice.answer and choice.option() is None:
            options.append((choice.answer, choice.answer))
        now = _NO_ANSWER_YET if choice.is_question else choice.answer
        words = self._say(choice.title) + (" *" if is_needed else "")
        return element(
            "div",
            _select(choice.key, words, options, now),
            element("small", self._remark(choice)),
            class_="choice is-open" if choice.is_question else "choice",
        )

    def _remark(self, choice: Choice) -> str:
        """Return how sure the answer is, and values to recognise it by."""
        sure = 0 if choice.is_question else 1 + (choice.certainty >= 0.8) + (choice.certainty == 1)
        words = self._say(GUESSED[sure]) if choice.answer or sure == 0 else ""
        samples = " · ".join(choice.samples)
        return " – ".join(part for part in (words, samples) if part)

    def _first_rows(self) -> Markup:
        """Return the first rows of our table, or that there are none yet."""
        found = self._mapping.preview
        if found is None:
            return card(self._say(PREVIEW), summary(self._say(PREVIEW_LATER)))
        number = format_number(found.rows_in or 0, self._language, digits=0)
        said = self._say(FIRST_ROWS, n=number, k=len(found.rows))
        issues = [issue for issue in found.issues if issue.severity != "notice"]
        return card(
            self._say(PREVIEW),
            summary(said),
            *(element("p", self._say(issue.message), class_="notice") for issue in issues[:5]),
            table(found.columns, found.rows, caption=self._say(PREVIEW), is_stacked=True)
            if found.rows
            else None,
        )

    def _save(self, proposal: Proposal) -> Markup:
        """Return the form that keeps the mapping under a name."""
        name = element(
            "label",
            element("span", self._say(ASK_NAME)),
            element(
                "input",
                name="name",
                value=proposal.name,
                data_key="mapping-name",
                class_="field",
                required=True,
                maxlength="60",
                autocomplete="off",
            ),
            class_="labelled",
        )
        again = element(
            "label",
            element("input", type="checkbox", name="replace", value="1", data_key="replace"),
            element("span", self._say(OVERWRITE)),
            class_="check",
        )
        button = element(
            "button", self._say(SAVE), type="submit", class_="button main", data_key="mapping-save"
        )
        return card(
            self._say(SAVE),
            summary(self._say(SAVE_LEDE)),
            element("form", name, again, button, data_do="save", class_="asked"),
        )

    def _say(self, text: Text, **values: object) -> str:
        """Return a text in the steward's language."""
        return (text.fill(**values) if values else text).in_language(self._language)


def _select(name: str, label: str, options: list[tuple[str, str]], now: str) -> Markup:
    """Return a labelled list to choose from."""
    listed = [
        element("option", words, value=value, selected=value == now) for value, words in options
    ]
    chosen = element("select", *listed, name=name, data_key=f"choice-{name}", class_="field")
    return element("label", element("span", label), chosen, class_="labelled")


def _refusal_of(work: Callable[[], None]) -> OnderstroomError | None:
    """Do work; return what was refused."""
    try:
        work()
    except OnderstroomError as error:
        return error
    return None


def _refused(error: OnderstroomError, language: Language) -> Markup:
    """Return the three lines of a refusal."""
    what, *more = error.in_language(language).splitlines()
    lines = [element("br"), *(join([line.strip(), element("br")]) for line in more)]
    return element("p", element("strong", what), *lines, class_="notice", role="alert")
