"""The galleries that take vendors in; they stand above vendors, so wiring hands them over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select

from catalog.db.work import Work
from catalog.vendors.rules.registering import Host


@dataclass(frozen=True, slots=True)
class HostSource:
    """Who tells which galleries there are, and whom a gallery has taken in."""

    hosts: Callable[[Work], Sequence[Host]]
    members: Callable[[UUID], Select[UUID]]
