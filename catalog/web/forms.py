"""The base of all forms; the only module that names Flask-WTF."""

from collections.abc import MutableMapping
from typing import Any

from flask_babel import gettext
from flask_wtf import CSRFProtect, FlaskForm

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_block

csrf = CSRFProtect()
_MOST = 2**53


class CatalogForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with its CSRF token; cleans what people type before any validator sees it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """Field defaults."""

        def bind_field(
            self, form: Any, unbound_field: Any, options: MutableMapping[str, Any]
        ) -> Any:
            """Clean text: NFC, no control characters, no outer space."""
            filters = [*unbound_field.kwargs.pop("filters", ()), _clean]
            return unbound_field.bind(form=form, filters=filters, **options)

    def mark(self, error: RuleBroken) -> None:
        """Show a broken rule at its field, or at the top of the form."""
        message = gettext(error.message, **error.values)
        if error.field is not None and error.field in self:
            field = self[error.field]
            field.errors = [*field.errors, message]
        else:
            self.form_errors.append(message)


def _clean(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        # Beyond this neither a database nor the comparison with a range can follow; the field's
        # own range refuses it with its sentence, and what was typed stays in the field.
        return max(-_MOST, min(value, _MOST))
    return clean_block(value) if isinstance(value, str) else value
