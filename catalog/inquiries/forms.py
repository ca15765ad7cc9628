"""What a buyer may say with a question."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from catalog.inquiries.rules import MAX_NOTE, MAX_QUANTITY
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm


class AskForm(CatalogForm):
    """A question: everything may stay empty."""

    quantity = IntegerField(
        N_("How many"),
        [Optional(), NumberRange(1, MAX_QUANTITY, N_("Type a whole number from 1."))],
    )
    note = TextAreaField(
        N_("Your question"), [Length(max=MAX_NOTE, message=N_("Keep it below 300 characters."))]
    )
    # People never see this field; machines that fill in everything do.
    website = StringField(N_("Leave this empty"))
