"""The shape of showing a showcase: when, for whom, with which words, in which place."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.showcases.rules.content import MAX_ALT
from catalog.showcases.rules.eligibility import MOST_REASON
from catalog.showcases.rules.schedule import (
    MOST_CLOSING,
    MOST_PREVIEW_DAYS,
    PREVIEW_DAYS,
    Window,
    read_moment,
)
from catalog.showcases.rules.slots import MOST_WORDS, PLACE_NAMES
from catalog.web.forms import CatalogForm

_DAY, _TIME = 40, 20  # characters
_TOO_LONG = N_("Write less here.")
_MORNING, _NIGHT = time(8, 0), time(23, 59)
_FOCAL = [f"{x}-{y}" for y in (0, 50, 100) for x in (0, 50, 100)]


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return (value, words) as WTForms wants its choices."""
    return [SelectChoice(value, words) for value, words in pairs]


class WindowForm(CatalogForm):
    """From when until when, as people type it, in WIB."""

    starts_on = StringField(N_("From day"), [Length(max=_DAY, message=_TOO_LONG)])
    starts_at = StringField(N_("From time (WIB)"), [Length(max=_TIME, message=_TOO_LONG)])
    ends_on = StringField(N_("Until day"), [Length(max=_DAY, message=_TOO_LONG)])
    ends_at = StringField(N_("Until time (WIB)"), [Length(max=_TIME, message=_TOO_LONG)])

    def window(self) -> Window:
        """Return the moments; RuleBroken names the field that cannot be read."""
        return Window(
            read_moment(
                self.starts_on.data or "",
                self.starts_at.data or "",
                fields=("starts_on", "starts_at"),
                default=_MORNING,
            ),
            read_moment(
                self.ends_on.data or "",
                self.ends_at.data or "",
                fields=("ends_on", "ends_at"),
                default=_NIGHT,
            ),
        )

    def show_window(self, window: Window) -> None:
        """Fill the fields with what stands."""
        self.starts_on.data, self.starts_at.data = _typed(window.starts_at)
        self.ends_on.data, self.ends_at.data = _typed(window.ends_at)


def _typed(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    local = wib(moment)
    return f"{local:%d-%m-%Y}", f"{local:%H.%M}"


class PlanForm(WindowForm):
    """When a showcase shows, its cover in words, and what its page says afterwards."""

    revision = HiddenField()
    cover_alt_id = StringField(
        N_("The cover in words, Indonesian"), [Length(max=MAX_ALT, message=_TOO_LONG)]
    )
    cover_alt_en = StringField(
        N_("The cover in words, English"), [Length(max=MAX_ALT, message=_TOO_LONG)]
    )
    closing_id = TextAreaField(
        N_("Notice after the end, Indonesian"), [Length(max=MOST_CLOSING, message=_TOO_LONG)]
    )
    closing_en = TextAreaField(
        N_("Notice after the end, English"), [Length(max=MOST_CLOSING, message=_TOO_LONG)]
    )
    without_english = BooleanField(N_("It may show although English texts are missing"))

    def seen(self) -> int:
        """Return the revision that the curator has looked at; -1 for none."""
        typed = str(self.revision.data or "")
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 10  # noqa: PLR2004  # digits
        return int(typed) if is_number else -1

    def alt(self) -> LocalText:
        """Return the cover in words."""
        return LocalText.of(id=self.cover_alt_id.data or "", en=self.cover_alt_en.data or "")

    def closing(self) -> LocalText:
        """Return the notice of an ended showcase."""
        return LocalText.of(id=self.closing_id.data or "", en=self.closing_en.data or "")


class OverrideForm(CatalogForm):
    """An exception: why, and until when."""

    reason = TextAreaField(
        N_("Why shall it show all the same?"), [Length(max=MOST_REASON, message=_TOO_LONG)]
    )
    until_on = StringField(N_("Until which day?"), [Length(max=_DAY, message=_TOO_LONG)])


class LinkForm(CatalogForm):
    """A preview link: for whom, for how long."""

    name = StringField(
        N_("For whom?"),
        [
            InputRequired(N_("Say for whom this link is.")),
            Length(max=80, message=_TOO_LONG),
        ],
    )
    days = IntegerField(
        N_("For how many days?"),
        [
            InputRequired(N_("Write a number of days.")),
            NumberRange(1, MOST_PREVIEW_DAYS, N_("Write a number from 1 to 60.")),
        ],
        default=PREVIEW_DAYS,
    )


class CommentForm(CatalogForm):
    """What a curator says. The choices of ``block`` are those of the page."""

    text = TextAreaField(
        N_("Your remark"),
        [InputRequired(N_("Write something first.")), Length(max=2000, message=_TOO_LONG)],
    )
    block = SelectField(N_("About"), choices=[], validators=[Optional()])

    def block_id(self) -> UUID | None:
        """Return the block that it is about; None is the whole showcase."""
        return UUID(self.block.data) if self.block.data else None


class RemarkForm(CommentForm):
    """What somebody outside says, with a name."""

    name = StringField(
        N_("Your name"),
        [
            InputRequired(N_("Write your name, so that the curators know who asks.")),
            Length(max=80, message=_TOO_LONG),
        ],
    )
    # People never see this field; machines that fill in everything do.
    website = StringField(N_("Leave this empty"))


class SlotForm(WindowForm):
    """A place on the first page for a showcase."""

    version = HiddenField()
    place = RadioField(
        N_("Which place?"),
        choices=choices((place.value, name) for place, name in PLACE_NAMES.items()),
        validators=[InputRequired(N_("Choose a place."))],
    )
    showcase = SelectField(
        N_("Which showcase?"), choices=[], validators=[InputRequired(N_("Choose a showcase."))]
    )
    words_id = StringField(
        N_("Line above the title, Indonesian"), [Length(max=MOST_WORDS, message=_TOO_LONG)]
    )
    words_en = StringField(
        N_("Line above the title, English"), [Length(max=MOST_WORDS, message=_TOO_LONG)]
    )
    picture = FileField(N_("A picture of its own"))
    takes_cover = BooleanField(N_("Show the cover of the showcase instead of this picture"))
    alt_id = StringField(
        N_("The picture in words, Indonesian"), [Length(max=MAX_ALT, message=_TOO_LONG)]
    )
    alt_en = StringField(
        N_("The picture in words, English"), [Length(max=MAX_ALT, message=_TOO_LONG)]
    )
    focal = RadioField(
        N_("What matters in the picture"),
        choices=choices((key, key) for key in _FOCAL),
        default="50-50",
    )

    def point(self) -> tuple[float, float]:
        """Return the focal point, left to right and top to bottom."""
        if self.focal.data not in _FOCAL:
            raise RuleBroken(N_("Choose what matters in the picture."), field="focal")
        x, _, y = self.focal.data.partition("-")
        return int(x) / 100, int(y) / 100

    def words(self) -> LocalText:
        """Return the line above the title."""
        return LocalText.of(id=self.words_id.data or "", en=self.words_en.data or "")

    def alt(self) -> LocalText:
        """Return the picture in words."""
        return LocalText.of(id=self.alt_id.data or "", en=self.alt_en.data or "")
