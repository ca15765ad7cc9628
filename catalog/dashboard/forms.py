"""What an owner types about the vendor's data."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm

_MAX_PASSWORD = 200
_MAX_NAME = 200


class PasswordForm(CatalogForm):
    """The present password, before something weighty."""

    present = PasswordField(
        N_("Your password"),
        [InputRequired(N_("Type your password.")), Length(max=_MAX_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class ErasureForm(PasswordForm):
    """The name of the business and the password: nobody deletes by mistake."""

    name = StringField(
        N_("Name of the business"),
        [InputRequired(N_("Type the name of the business.")), Length(max=_MAX_NAME)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class PlainForm(CatalogForm):
    """A button: nothing but the token."""
