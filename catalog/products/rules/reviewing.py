"""What other features put on the officers' page of a product; plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: ``template`` is drawn with ``values`` under ``title`` (in words)."""

    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a product must not be published yet: ``text`` is a msgid, ``href`` where to mend it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""
