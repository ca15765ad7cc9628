"""What people type about their account."""

from collections.abc import Callable, Iterable

from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length

from catalog.accounts.rules import MAX_LOGIN, MAX_PASSWORD, is_email, is_phone, normal_login
from catalog.accounts.rules.passwords import SHORTEST, check_password
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm

VENDOR, BUYER = "vendor", "buyer"
_LOGIN_FORM = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
_NEW_PASSWORD = {"autocomplete": "new-password", "minlength": SHORTEST, "data-reveal": True}
_OLD_PASSWORD = {"autocomplete": "current-password", "data-reveal": True}
_CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "maxlength": 20,
}
LANGUAGES = [SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")]
ROLE_NAMES = {
    Role.ADMIN: N_("Administrator"),
    Role.DINAS: N_("Office (dinas)"),
    Role.CURATOR: N_("Curator"),
    Role.ASSISTANT: N_("Assistant (pendamping)"),
    Role.COUNTER: N_("Counter"),
    Role.AUDITOR: N_("Auditor"),
    Role.VENDOR: N_("Business owner"),
    Role.VENDOR_STAFF: N_("Business staff"),
    Role.VENDOR_HELPER: N_("Business helper"),
    Role.BUYER: N_("Buyer"),
}


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return (value, label) pairs as the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


def _check_login(_form: Form, field: Field) -> None:
    login = normal_login(field.data or "")
    if not (is_email(login) or is_phone(login)):
        raise ValidationError(
            N_("Type a mobile number such as 0812 3456 7890, or an address such as nama@contoh.id.")
        )


def _login(label: str) -> StringField:
    return StringField(
        label,
        [
            InputRequired(N_("Type your e-mail address or phone number.")),
            Length(max=MAX_LOGIN),
            _check_login,
        ],
        render_kw=_LOGIN_FORM,
    )


def _old_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(N_("Type your password.")), Length(max=MAX_PASSWORD)],
        render_kw=_OLD_PASSWORD,
    )


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(N_("Choose a password.")), Length(max=MAX_PASSWORD)],
        render_kw=_NEW_PASSWORD,
    )


def _code(label: str) -> StringField:
    return StringField(
        label, [InputRequired(N_("Type the code.")), Length(max=40)], render_kw=_CODE
    )


class PasswordRules(CatalogForm):
    """A form with a new password: ``personal()`` is what must not stand in it."""

    def personal(self) -> Iterable[str]:
        """Return what others know of whose password it is."""
        return ()

    def is_sound(self, knock: Callable[[], None]) -> bool:
        """Return whether everything fits; marks the password otherwise.

        ``knock`` counts the look at a password, which takes its time, or raises RuleBroken.
        """
        is_sound = bool(self.validate_on_submit())
        if not self.is_submitted() or self["password"].errors or self["csrf_token"].errors:
            return False
        try:  # together with what else is wrong, so that nobody is sent back twice
            knock()
            check_password(self["password"].data or "", self.personal())
        except RuleBroken as error:
            self.mark(error)
            return False
        return is_sound


class SignInForm(CatalogForm):
    """Login and password."""

    # Not checked for its shape: whatever it is, the answer is the same.
    login = StringField(
        N_("E-mail or phone number"),
        [InputRequired(N_("Type your e-mail address or phone number.")), Length(max=MAX_LOGIN)],
        render_kw=_LOGIN_FORM,
    )
    password = _old_password(N_("Password"))
    remember = BooleanField(N_("Stay signed in on this device for 14 days"))
    next = HiddenField()


class SignUpForm(PasswordRules):
    """What an account begins with."""

    kind = RadioField(N_("What brings you here?"), default=VENDOR)
    name = StringField(
        N_("Your name"),
        [InputRequired(N_("Type your name.")), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )
    login = _login(N_("E-mail or phone number"))
    password = _new_password(N_("Password"))
    consent = BooleanField(
        N_("I agree that my data is kept for this"),
        [InputRequired(N_("Tick this box: without your consent there can be no account."))],
    )
    next = HiddenField()

    def personal(self) -> Iterable[str]:
        """Return the name and the login that were just typed."""
        login = self.login.data or ""
        return (self.name.data or "", login, normal_login(login))


class CodeForm(CatalogForm):
    """A code that was mailed or handed over."""

    code = _code(N_("Code"))


class AppCodeForm(CatalogForm):
    """The digits that the app shows, or a recovery code."""

    code = StringField(
        N_("Code of the app"),
        [InputRequired(N_("Type the code.")), Length(max=40)],
        render_kw={**_CODE, "autocapitalize": "none"},
    )
    next = HiddenField()


class ForgotForm(CatalogForm):
    """Whose password was forgotten."""

    login = _login(N_("E-mail or phone number"))


class NewPasswordForm(PasswordRules):
    """A new password, opened by a link."""

    password = _new_password(N_("New password"))


class ResetCodeForm(PasswordRules):
    """A new password, opened by an officer's code."""

    login = _login(N_("E-mail or phone number"))
    code = _code(N_("Code from the officer"))
    password = _new_password(N_("New password"))

    def personal(self) -> Iterable[str]:
        """Return the login that was just typed."""
        return (self.login.data or "", normal_login(self.login.data or ""))


class ChangePasswordForm(PasswordRules):
    """The present password and a new one."""

    present = _old_password(N_("Present password"))
    password = _new_password(N_("New password"))
    known: tuple[str, ...] = ()

    def personal(self) -> Iterable[str]:
        """Return the name and the login of who is signed in."""
        return self.known


class ChangeLoginForm(CatalogForm):
    """Another way to sign in, and the password."""

    login = _login(N_("New e-mail or phone number"))
    present = _old_password(N_("Password"))


class ConfirmForm(CatalogForm):
    """The password once more, before something weighty."""

    present = _old_password(N_("Password"))


class SettingsForm(CatalogForm):
    """Name and language."""

    name = StringField(
        N_("Name"),
        [InputRequired(N_("Type your name.")), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(N_("Language of mails"), choices=LANGUAGES)


class FindForm(CatalogForm):
    """Whom an officer looks for; sent by POST, since a login must not stand in an address."""

    q = StringField(
        N_("Name, e-mail or phone number"),
        [InputRequired(N_("Type a name, an e-mail address or a phone number.")), Length(max=200)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class GrantForm(CatalogForm):
    """A role and what it is held for."""

    role = SelectField(N_("Role"))
    gallery = SelectField(N_("Gallery"), validate_choice=False)
    region = SelectField(N_("City or regency"), validate_choice=False)
    vendor = StringField(N_("Business"), [Length(max=200)], render_kw={"autocomplete": "off"})
