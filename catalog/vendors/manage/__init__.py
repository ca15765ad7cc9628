"""A vendor's rooms: registration, claims, profile, team, pause."""

from catalog.vendors.manage import claim, profile, register, register_places
from catalog.vendors.manage.blueprint import bp

__all__ = ["bp", "claim", "profile", "register", "register_places"]
