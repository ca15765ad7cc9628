"""How people say which mails they want."""

from typing import Any

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import AnyOf

from catalog.kernel.text import N_
from catalog.notices.queries import Wishes
from catalog.notices.rules import GROUP_NAMES, WISH_NAMES, Group, Wish
from catalog.web.forms import CatalogForm

_KNOWN = AnyOf([str(wish) for wish in Wish], N_("Choose one of the list."))


def _wish(group: Group) -> SelectField:
    return SelectField(GROUP_NAMES[group], [_KNOWN], choices=[], validate_choice=False)


class WishesForm(CatalogForm):
    """One wish for each group of notices; the fields are named after the groups."""

    deadlines = _wish(Group.DEADLINES)
    decisions = _wish(Group.DECISIONS)
    other = _wish(Group.OTHER)

    @classmethod
    def of(cls, wishes: Wishes) -> "WishesForm":
        """Return the form as it stands; what was just typed wins."""
        said: dict[str, Any] = {str(group): str(wishes.of(group)) for group in Group}
        form = cls(data=said)
        for group in Group:
            form[str(group)].choices = {
                str(wish): gettext(name) for wish, name in WISH_NAMES.items()
            }
        return form

    def draft(self) -> dict[Group, Wish]:
        """Return the wishes of a valid form."""
        return {group: Wish(self[str(group)].data) for group in Group}
