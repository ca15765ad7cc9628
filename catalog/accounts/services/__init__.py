"""What people do with their accounts, and officers with people's."""

from catalog.accounts.rules import GrantSpec
from catalog.accounts.services.codes import (
    Code,
    issue_code,
    issue_token,
    redeem_code,
    redeem_token,
)
from catalog.accounts.services.grants import add_grant, remove_grant
from catalog.accounts.services.people import enrol
from catalog.accounts.services.signing import examine, knock, sign_in, sign_out

__all__ = [
    "Code",
    "GrantSpec",
    "add_grant",
    "enrol",
    "examine",
    "issue_code",
    "issue_token",
    "knock",
    "redeem_code",
    "redeem_token",
    "remove_grant",
    "sign_in",
    "sign_out",
]
