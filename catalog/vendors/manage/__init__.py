"""A vendor's rooms: registration, claims, profile, team, pause."""

from catalog.vendors.manage import (
    claim,
    pause,
    profile,
    profile_photos,
    register,
    register_places,
    team,
)
from catalog.vendors.manage.blueprint import bp

__all__ = [
    "bp",
    "claim",
    "pause",
    "profile",
    "profile_photos",
    "register",
    "register_places",
    "team",
]
