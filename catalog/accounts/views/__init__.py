"""Signing in and up, and the pages of one's own account."""

from catalog.accounts.views import (
    data,
    forgotten,
    own,
    second_step,
    sign_in,
    sign_up,
    verifying,
)
from catalog.accounts.views.blueprint import bp
from catalog.accounts.views.known import init_app

__all__ = [
    "bp",
    "data",
    "forgotten",
    "init_app",
    "own",
    "second_step",
    "sign_in",
    "sign_up",
    "verifying",
]
