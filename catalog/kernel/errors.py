"""Errors that the rules raise; the web layer turns them into answers."""


class CatalogError(Exception):
    """Base of all errors that a person can cause."""


class NotFound(CatalogError):
    """There is no such thing, or the actor may not know of it."""


class Forbidden(CatalogError):
    """The actor may not do this."""


class Moved(CatalogError):
    """The thing lives at another slug now; the web layer answers 301."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class RuleBroken(CatalogError):
    """A domain rule says no; ``field`` names the form field to mark.

    ``message`` is a gettext msgid (mark it with ``N_``); ``values`` fill its placeholders.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values
