"""What is kept of a vendor, in words: groups with why and until when, consents, looks."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import format_decimal, gettext

from catalog.accounts.forms import ROLE_NAMES
from catalog.dashboard.models import ClosingKind
from catalog.dashboard.queries.data import (
    CONTACT_SEEN,
    DOWNLOADED,
    PRIVACY_KEYS,
    Amounts,
    Look,
    amounts,
    consents,
    open_closings,
)
from catalog.dashboard.rules.retention import SCHEDULE, Kept, Topic
from catalog.db.work import Work
from catalog.galleries.queries import hosts
from catalog.kernel.actor import Role
from catalog.legality.queries.openings import SEEN
from catalog.vendors import queries as vendors
from catalog.vendors.models import Vendor
from catalog.vendors.queries.registry import find_registry
from catalog.vendors.queries.rooms import frames, story_of, team
from catalog.vendors.rules.numbers import masked_number
from catalog.vendors.rules.registering import PRIVACY
from catalog.vendors.rules.registry import CLASSES, LEGAL_FORMS
from catalog.web.locale import current_language


class Row(NamedTuple):
    """A line of a group; an empty value is shown as a dash."""

    label: str
    value: str


class Shown(NamedTuple):
    """A group of what is kept; without ``address`` nothing in it can be corrected by hand."""

    kept: Kept
    rows: list[Row]
    address: str = ""


def groups_of(work: Work, vendor: Vendor) -> list[Shown]:
    """Return what is kept of a vendor, personal values masked."""
    counted = amounts(work, vendor.id)
    return [
        Shown(
            SCHEDULE[Topic.WINDOW],
            _window(work, vendor),
            url_for("vendors_manage.profile", vendor_id=vendor.id),
        ),
        Shown(
            SCHEDULE[Topic.CONTACT],
            _contact(work, vendor.id),
            url_for("vendors_manage.contact", vendor_id=vendor.id),
        ),
        Shown(SCHEDULE[Topic.FACTS], _facts(work, vendor.id)),
        Shown(
            SCHEDULE[Topic.PAPERS],
            [
                Row(gettext("Papers"), _number(counted.papers)),
                Row(gettext("Files of papers"), _number(counted.paper_files)),
            ],
            url_for("legality_manage.index", vendor_id=vendor.id),
        ),
        Shown(
            SCHEDULE[Topic.PRODUCTS],
            [
                Row(gettext("Products"), _number(counted.products)),
                Row(gettext("Photos"), _number(counted.photos)),
            ],
            url_for("products_manage.index", vendor_id=vendor.id),
        ),
        Shown(SCHEDULE[Topic.COUNTS], _counts(counted)),
        Shown(
            SCHEDULE[Topic.TEAM],
            [
                Row(member.name, gettext(ROLE_NAMES[member.role]))
                for member in team(work, vendor.id)
            ],
            url_for("vendors_manage.team_page", vendor_id=vendor.id),
        ),
        Shown(
            SCHEDULE[Topic.TRAIL], [Row(gettext("Entries of the trail"), _number(counted.trail))]
        ),
    ]


def _window(work: Work, vendor: Vendor) -> list[Row]:
    story = story_of(work, vendor)
    return [
        Row(gettext("Name"), vendor.name),
        Row(gettext("Address of the page"), f"/umkm/{vendor.slug}"),
        Row(gettext("In one sentence"), story.tagline.get("id", "")),
        Row(gettext("Your story"), _length(story.story.get("id", ""))),
        Row(gettext("Photos of the workshop"), _number(len(frames(work, vendor)))),
    ]


def _contact(work: Work, vendor_id: UUID) -> list[Row]:
    found = vendors.contact(work, vendor_id)
    return [
        Row(gettext("Owner"), found.owner_name),
        Row(gettext("Phone"), masked_number(found.phone)),
        Row(gettext("E-mail"), _masked_email(found.email)),
        Row(gettext("Address"), gettext("kept, sealed") if found.address else ""),
        Row("NIK", f"•••• •••• •••• {found.nik_last4}" if found.nik_last4 else ""),
        Row("NIB", masked_number(found.nib)),
        Row("NPWP", masked_number(found.npwp)),
    ]


def _facts(work: Work, vendor_id: UUID) -> list[Row]:
    found = find_registry(work, vendor_id)
    if found is None:
        return []
    form = LEGAL_FORMS[found.legal_form] if found.legal_form else ""
    size = CLASSES[found.business_class] if found.business_class else ""
    return [
        Row(gettext("Legal form"), gettext(form) if form else ""),
        Row("KBLI", found.kbli),
        Row(gettext("Size of the business"), gettext(size) if size else ""),
        Row(gettext("Yearly sales"), gettext("kept, sealed") if found.sales else ""),
        Row(gettext("Capital"), gettext("kept, sealed") if found.capital else ""),
    ]


def _counts(counted: Amounts) -> list[Row]:
    return [
        Row(gettext("Views of your pages"), _number(counted.views)),
        Row(gettext("Questions of buyers"), _number(counted.leads)),
    ]


def _number(value: int) -> str:
    return str(format_decimal(value))


def _length(text: str) -> str:
    return gettext("%(count)s characters", count=_number(len(text))) if text else ""


def _masked_email(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""


class ConsentLine(NamedTuple):
    """Something that was agreed to; ``agreed_at`` is None where no record of it is here."""

    key: str
    text: str
    version: str
    agreed_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Return whether it no longer holds."""
        return self.withdrawn_at is not None


def consent_lines(work: Work, vendor_id: UUID) -> list[ConsentLine]:
    """Return what was agreed to, the privacy text first; that one stands there for everyone."""
    rows = consents(work, vendor_id)
    closed = open_closings(work, vendor_id).get(ClosingKind.CONSENT)
    privacy = [row for row in rows if row.key in PRIVACY_KEYS]
    newest = privacy[-1] if privacy else None
    lines = [
        ConsentLine(
            PRIVACY,
            gettext("That the business is shown and its data is used as the privacy text says"),
            newest.version if newest else "",
            newest.agreed_at if newest else None,
            closed.asked_at if closed else None,
        )
    ]
    said = _commitments(work)
    for row in rows:
        if row.key not in PRIVACY_KEYS:
            text = said.get(row.key, row.key)
            lines.append(ConsentLine(row.key, text, row.version, row.agreed_at, row.withdrawn_at))
    return lines


def _commitments(work: Work) -> dict[str, str]:
    """Return what vendors tick for galleries, by the key under which it is kept."""
    language = current_language()
    return {
        f"{host.slug}:{rule.key}": f"{host.name}: {(rule.statement or rule.text).best(language)}"
        for host in hosts(work)
        for rule in host.rules
    }


def thing_of(look: Look) -> str:
    """Return what was opened."""
    if look.action == CONTACT_SEEN:
        return str(gettext("Contact and identity"))
    if look.action == DOWNLOADED:
        return str(gettext("All data, as a ZIP"))
    label = look.label or gettext("a paper that is no longer here")
    if look.action == SEEN:
        return str(gettext("Number of %(paper)s", paper=label))
    return str(gettext("File of %(paper)s", paper=label))


def reason_of(look: Look) -> str:
    """Return why somebody in this role looks."""
    if look.is_member:
        return str(gettext("Belongs to the business"))
    reasons = {
        Role.ADMIN: gettext("Looks after the catalogue"),
        Role.DINAS: gettext("Checks papers for the office, or helps you"),
        Role.CURATOR: gettext("Checks papers before products go live"),
        Role.ASSISTANT: gettext("Assists you, asked by the office"),
        Role.AUDITOR: gettext("Checks how the office works"),
    }
    return next((text for role, text in reasons.items() if role.value == look.role), "")
