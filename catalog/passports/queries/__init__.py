"""Reads of passports."""

from catalog.passports.queries.past import history_of
from catalog.passports.queries.present import Away, Found, Passport, Readiness, find, get_passport

__all__ = [
    "Away",
    "Found",
    "Passport",
    "Readiness",
    "find",
    "get_passport",
    "history_of",
]
