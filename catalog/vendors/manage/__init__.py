"""A vendor's rooms: registration, claims, profile, team, pause."""

from catalog.vendors.manage import profile
from catalog.vendors.manage.blueprint import bp

__all__ = ["bp", "profile"]
