"""The shape of what begins a showcase."""

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from catalog.kernel.text import N_
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.rules.content import MAX_TITLE
from catalog.web.forms import CatalogForm

MAX_SLUG = 80


class NewForm(CatalogForm):
    """A new showcase: what kind, whose, and what it is called."""

    kind = RadioField(
        N_("What kind of showcase is it?"),
        choices=[],
        default=ShowcaseKind.STORY.value,
        validators=[InputRequired(N_("Choose what kind of showcase it is."))],
    )
    market = SelectField(N_("For which market?"), choices=[], validators=[Optional()])
    gallery = SelectField(
        N_("Of which gallery?"), choices=[], validators=[InputRequired(N_("Choose a gallery."))]
    )
    title_id = StringField(
        N_("Title in Indonesian"),
        validators=[
            InputRequired(N_("Give the showcase a title in Indonesian.")),
            Length(max=MAX_TITLE, message=N_("Write a shorter title: at most 120 characters.")),
        ],
    )
    title_en = StringField(
        N_("Title in English"),
        validators=[
            Optional(),
            Length(max=MAX_TITLE, message=N_("Write a shorter title: at most 120 characters.")),
        ],
    )
    slug = StringField(
        N_("Address"),
        validators=[
            Optional(),
            Length(max=MAX_SLUG, message=N_("Write a shorter address: at most 80 characters.")),
        ],
    )
