"""English texts and words of the field, as people type them."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm
from catalog.wording.queries import Both, GlossaryRow
from catalog.wording.rules import (
    MAX_DESCRIPTION,
    MAX_ENGLISH,
    MAX_NAME,
    MAX_NOTE,
    MAX_SUMMARY,
    MAX_TERM,
    Entry,
    Words,
)

_DIGITS = 9


def _number(text: str | None) -> int:
    """Return the version that somebody was looking at; -1 when it is none."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1


class EnglishForm(CatalogForm):
    """A product's words in English."""

    version = HiddenField()
    revision = HiddenField()
    name = StringField(N_("English name"), [Length(max=MAX_NAME)])
    summary = StringField(N_("Summary in one sentence"), [Length(max=MAX_SUMMARY)])
    description = TextAreaField(N_("English description"), [Length(max=MAX_DESCRIPTION)])

    def fill(self, both: Both) -> None:
        """Show the draft where there is one, else what readers see."""
        words = both.draft or both.english
        self.name.data, self.summary.data = words.name, words.summary
        self.description.data = words.description
        self.look(both)

    def look(self, both: Both) -> None:
        """Note what stands in the database now: that is what a decision is about."""
        self.version.data, self.revision.data = str(both.version), str(both.revision)

    @property
    def seen(self) -> tuple[int, int]:
        """Return version of the product and revision of the draft that were looked at."""
        return _number(self.version.data), _number(self.revision.data)

    def words(self) -> Words:
        """Return what was typed."""
        return Words(self.name.data or "", self.summary.data or "", self.description.data or "")


class EntryForm(CatalogForm):
    """A word of the field."""

    version = HiddenField()
    term = StringField(N_("Indonesian word"), [Length(max=MAX_TERM)])
    english = StringField(N_("English"), [Length(max=MAX_ENGLISH)])
    is_kept = BooleanField(N_("Leave it as it is in English texts"))
    note = StringField(N_("Note"), [Length(max=MAX_NOTE)])

    def fill(self, row: GlossaryRow) -> None:
        """Show a stored entry."""
        self.term.data, self.english.data = row.entry.term, row.entry.english
        self.is_kept.data, self.note.data = row.entry.is_kept, row.entry.note
        self.version.data = str(row.version)

    @property
    def seen(self) -> int:
        """Return the version that was looked at; -1 when it is none."""
        return _number(self.version.data)

    def entry(self) -> Entry:
        """Return what was typed."""
        return Entry(
            term=self.term.data or "",
            english=self.english.data or "",
            is_kept=bool(self.is_kept.data),
            note=self.note.data or "",
        )
