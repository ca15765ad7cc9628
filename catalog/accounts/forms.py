"""What people type to sign in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from catalog.accounts.rules import MAX_LOGIN, MAX_PASSWORD
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm


class SignInForm(CatalogForm):
    """Login and password."""

    login = StringField(
        N_("E-mail or phone number"),
        [InputRequired(N_("Type your e-mail address or phone number.")), Length(max=MAX_LOGIN)],
    )
    password = PasswordField(
        N_("Password"), [InputRequired(N_("Type your password.")), Length(max=MAX_PASSWORD)]
    )
