"""What a vendor types in its own rooms."""

from datetime import date

from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.vendors.forms.fields import RadioField
from catalog.vendors.forms.registering import read_number
from catalog.vendors.rules.numbers import read_phone
from catalog.vendors.rules.registering import MAX_ADDRESS
from catalog.vendors.rules.rooms import (
    MAX_CAPACITY,
    MAX_CAPTION,
    MAX_STORY,
    MAX_TAGLINE,
    Story,
)
from catalog.vendors.services.contacts import ContactDraft
from catalog.web.forms import CatalogForm

_TOO_LONG = N_("This is too long: at most %(max)d characters.")
_WHOLE = N_("Write a whole number, digits only.")


class WholeField(IntegerField):
    """A whole number; what is none is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_WHOLE) from None


def _line(label: str, most: int) -> StringField:
    return StringField(label, [Length(max=most, message=_TOO_LONG)])


def _block(label: str, most: int) -> TextAreaField:
    return TextAreaField(label, [Length(max=most, message=_TOO_LONG)])


class StoryForm(CatalogForm):
    """What the business tells of itself, in both languages."""

    seen = HiddenField()
    tagline = _line(N_("In one sentence"), MAX_TAGLINE)
    tagline_en = _line(N_("In one sentence, in English"), MAX_TAGLINE)
    story = _block(N_("Your story"), MAX_STORY)
    story_en = _block(N_("Your story in English"), MAX_STORY)
    since_year = WholeField(N_("Working since the year"), [Optional()])
    worker_count = WholeField(N_("People at work"), [Optional()])
    capacity = _line(N_("What you can make in a month"), MAX_CAPACITY)
    capacity_en = _line(N_("What you can make in a month, in English"), MAX_CAPACITY)
    response_hours = WholeField(N_("You answer within"), [Optional()])

    def fill(self, story: Story) -> None:
        """Show what is stored."""
        self.seen.data = story.mark
        for name in ("tagline", "story", "capacity"):
            self[name].data = getattr(story, name).get("id", "")
            self[f"{name}_en"].data = getattr(story, name).get("en", "")
        for name in ("since_year", "worker_count", "response_hours"):
            self[name].data = getattr(story, name)

    def draft(self) -> Story:
        """Return what was typed."""

        def both(name: str) -> dict[str, str]:
            texts = {"id": self[name].data or "", "en": self[f"{name}_en"].data or ""}
            return {language: text for language, text in texts.items() if text}

        return Story(
            tagline=both("tagline"),
            story=both("story"),
            capacity=both("capacity"),
            since_year=self.since_year.data,
            worker_count=self.worker_count.data,
            response_hours=self.response_hours.data,
        )


class ContactForm(CatalogForm):
    """How buyers and the gallery reach the business."""

    seen = HiddenField()
    owner_name = _line(N_("Name of the owner"), 120)
    phone = _line(N_("WhatsApp number"), 40)
    email = _line(N_("E-mail address"), 200)
    address = _block(N_("Address of the workshop"), MAX_ADDRESS)

    def validate_phone(self, field: Field) -> None:
        """Read the number, whatever way it is written."""
        if field.data:
            read_number(read_phone, field)

    def validate_email(self, field: Field) -> None:
        """Ask for something that can be an address."""
        if field.data and ("@" not in field.data[1:-1] or " " in field.data):
            raise ValidationError(N_("Write the whole address, like nama@contoh.id."))

    def draft(self) -> ContactDraft:
        """Return what was typed."""
        phone = self.phone.data or ""
        return ContactDraft(
            owner_name=self.owner_name.data or "",
            phone=read_phone(phone) if phone else "",
            email=self.email.data or "",
            address=self.address.data or "",
        )


class CaptionForm(CatalogForm):
    """What a picture shows."""

    caption = _line(N_("What can be seen"), MAX_CAPTION)
    caption_en = _line(N_("What can be seen, in English"), MAX_CAPTION)

    def draft(self) -> LocalText:
        """Return what was typed."""
        return LocalText.of(id=self.caption.data or "", en=self.caption_en.data or "")


class DayField(StringField):
    """A day, however it is typed; ``day`` holds it once the form is valid."""

    day: date | None = None

    def pre_validate(self, form: object) -> None:  # noqa: ARG002  # as WTForms calls it
        """Read the day."""
        self.day = None
        if self.data:
            try:
                self.day = parse_date(self.data)
            except RuleBroken as error:
                raise ValidationError(error.message) from error


class PauseForm(CatalogForm):
    """From when until when the business rests."""

    from_on = DayField(N_("First day"), [InputRequired(N_("Write the first day."))])
    until_on = DayField(N_("Last day"))
    note = _line(N_("What buyers read"), 200)
    note_en = _line(N_("What buyers read, in English"), 200)

    def texts(self) -> LocalText:
        """Return the note by language."""
        return LocalText.of(id=self.note.data or "", en=self.note_en.data or "")


class InviteForm(CatalogForm):
    """Which role an invitation gives."""

    role = RadioField(
        N_("What may this person do"), [InputRequired(N_("Choose one of the answers below."))]
    )
