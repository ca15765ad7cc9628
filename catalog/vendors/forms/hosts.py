"""The application's own list of galleries, for the pages of vendors."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import Select

from catalog.db.work import Work
from catalog.vendors.queries.hosts import HostSource
from catalog.vendors.rules.registering import Host


def host_sources(app: Flask) -> list[HostSource]:
    """Return the list that wiring fills."""
    return cast("list[HostSource]", app.extensions.setdefault("catalog_hosts", []))


def the_hosts(work: Work) -> Sequence[Host]:
    """Return the galleries that take vendors in."""
    return [host for source in host_sources(current_app) for host in source.hosts(work)]


def members_of(work: Work, slug: str) -> tuple[Host, Select[UUID]] | None:
    """Return a gallery and the statement for the vendors that it has taken in."""
    for source in host_sources(current_app):
        for host in source.hosts(work):
            if host.slug == slug:
                return host, source.members(host.id)
    return None
