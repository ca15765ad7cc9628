"""Reads of vendors."""

from catalog.vendors.queries.contacts import Contact, Known, contact, find_known
from catalog.vendors.queries.window import (
    Closed,
    Photo,
    Profile,
    get_managed,
    get_profile,
    list_named,
    photos,
    spoken_text,
    visible,
)

__all__ = [
    "Closed",
    "Contact",
    "Known",
    "Photo",
    "Profile",
    "contact",
    "find_known",
    "get_managed",
    "get_profile",
    "list_named",
    "photos",
    "spoken_text",
    "visible",
]
