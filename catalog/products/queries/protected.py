"""What uses a protected name of origin without the right."""

from catalog.products.queries.editing import Desk
from catalog.products.rules.sheet import TERM, TERM_FIELDS, Choice

_LEAST = 5  # letters of a name that is looked for in texts


def unlawful(desk: Desk) -> list[str]:
    """Return the protected names that a product bears without right, its pending change included.

    A vendor may have moved, or a membership run out, since the name was chosen.
    """
    worn = {value for kind, _ in TERM_FIELDS for value in desk.values.get(f"{TERM}{kind}") or ()}
    return sorted(choice.words for choice in _closed(desk) if choice.value in worn)


def mentioned(desk: Desk) -> list[str]:
    """Return the protected names that stand in a product's short texts without right.

    To be looked at, not to be refused: a text may speak of a technique without claiming its name.
    """
    fields = ("name", "summary", "name_en", "summary_en")
    text = " ".join(str(desk.values.get(name) or "") for name in fields).casefold()
    return sorted(
        choice.words
        for choice in _closed(desk)
        if len(choice.words) >= _LEAST and choice.words.casefold() in text
    )


def _closed(desk: Desk) -> list[Choice]:
    """Return the protected names that this vendor may not use."""
    lists = (desk.reference.terms or {}).values()
    return [choice for choices in lists for choice in choices if choice.is_protected]
