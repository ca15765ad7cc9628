"""The register: list and detail of the vendors that an officer serves."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.taxonomy.queries import category_tree
from catalog.vendors import policy, queries
from catalog.vendors.admin.blueprint import bp
from catalog.vendors.forms.fields import choices
from catalog.vendors.forms.governing import AssistantForm, SuspendForm
from catalog.vendors.forms.hosts import members_of, the_hosts
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import registry
from catalog.vendors.queries.claiming import list_asked
from catalog.vendors.queries.registering import place_path
from catalog.vendors.queries.registry import PAGE, Asked
from catalog.vendors.rules.registry import CLASSES, GENDERS, LEGAL_FORMS, PROGRAMMES
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services import governing
from catalog.web.access import staff
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work

OFFICERS = (Role.DINAS, Role.ASSISTANT, Role.AUDITOR)
FILTERS = ("q", "status", "kecamatan", "galeri", "klaim", "luar")
_MOST_PAGES = 10_000


@bp.get("/pengurus/usaha")
@staff(*OFFICERS)
def index() -> ResponseReturnValue:
    """List the vendors within reach."""
    work = current_work()
    asked, page = _asked(work), max(1, min(request.args.get("hal", 1, int), _MOST_PAGES))
    lines, count = registry.list_registry(work, asked)
    kept = {key: value for key in FILTERS if (value := request.args.get(key, ""))}

    def page_url(number: int) -> str:
        return f"{url_for('vendors_admin.index')}?{urlencode({**kept, 'hal': number})}"

    return render_template(
        "vendors/admin/index.html",
        lines=lines,
        count=count,
        page=page,
        pages=-(-count // PAGE),
        page_url=page_url,
        asked=kept,
        districts=registry.districts(work),
        hosts=the_hosts(work),
        statuses=status_words(),
        can_enter=work.actor.has(Role.DINAS, Role.ADMIN),
    )


@bp.get("/pengurus/usaha/<uuid:vendor_id>")
@staff(*OFFICERS)
def show(vendor_id: UUID) -> ResponseReturnValue:
    """Show what the office knows of a vendor, without its private contact."""
    work = current_work()
    return detail(work, get_reached(work, vendor_id))


@bp.post("/pengurus/usaha/<uuid:vendor_id>/kontak")
@staff(Role.DINAS, Role.ASSISTANT)
def contact(vendor_id: UUID) -> ResponseReturnValue:
    """Show the private contact too; every look is recorded."""
    if not CatalogForm().validate_on_submit():
        return redirect(url_for("vendors_admin.show", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
    work = writing_work()
    vendor = get_reached(work, vendor_id, Ability.PAPERS)
    with committed(work):
        governing.note_look(work, vendor)
    return detail(work, vendor, contact=queries.contact(work, vendor_id))


def get_reached(work: Work, vendor_id: UUID, ability: Ability = Ability.SEE) -> Vendor:
    """Return a vendor within the officer's reach, else NotFound."""
    return queries.get_managed(work, vendor_id, ability)


def get_decided(work: Work, vendor_id: UUID) -> Vendor:
    """Return a vendor that the officer governs, else NotFound."""
    vendor = get_reached(work, vendor_id)
    if not policy.can_decide(work.actor, region_code=vendor.served_by, vendor_id=vendor.id):
        abort(HTTPStatus.NOT_FOUND)
    return vendor


def detail(
    work: Work,
    vendor: Vendor,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    contact: queries.Contact | None = None,
    forms: Mapping[str, CatalogForm] | None = None,
) -> ResponseReturnValue:
    """Draw a vendor's page."""
    given = dict(forms or {})
    assistant = given.get("assistant") or AssistantForm(formdata=None)
    assistant.person.choices = choices(assistant_choices(work))
    facts = registry.find_registry(work, vendor.id)
    tree = category_tree(work.session)
    page = render_template(
        "vendors/admin/show.html",
        vendor=vendor,
        places=place_path(work, vendor.region_code),
        facts=facts,
        origins=registry.facts_of(work, vendor.id),
        kinds=[tree.by_slug[k].name for k in (facts.kinds if facts else ()) if k in tree.by_slug],
        words={
            "form": LEGAL_FORMS,
            "class": CLASSES,
            "gender": GENDERS,
            "programme": PROGRAMMES,
            "status": status_words(),
        },
        applications=registry.applications(work, vendor.id),
        hosts={host.id: host for host in the_hosts(work)},
        helpers=registry.helpers(work, vendor.id),
        claims=list_asked(work, vendor.id),
        is_claimed=registry.is_claimed(work, vendor.id),
        contact=contact,
        can_decide=policy.can_decide(work.actor, region_code=vendor.served_by, vendor_id=vendor.id),
        can_work=policy.can(
            work.actor, Ability.PAPERS, vendor_id=vendor.id, region_code=vendor.served_by
        ),
        suspend=given.get("suspend") or SuspendForm(formdata=None),
        assistant=assistant,
        form=CatalogForm(),
    )
    return page, status


def assistant_choices(work: Work) -> list[tuple[str, str]]:
    """Return the assistants to choose from, none first."""
    known = [(str(person_id), name) for person_id, name in registry.known_assistants(work)]
    return [("", gettext("Choose …")), *known]


def status_words() -> dict[str, str]:
    """Return how a state is called."""
    return {
        VendorStatus.DRAFT.value: gettext("Waits for a check"),
        VendorStatus.ACTIVE.value: gettext("Public"),
        VendorStatus.SUSPENDED.value: gettext("Closed for now"),
        VendorStatus.CLOSED.value: gettext("Closed for good"),
    }


def _asked(work: Work) -> Asked:
    args = request.args
    statuses = {status.value: status for status in VendorStatus}
    gallery = members_of(work, args.get("galeri", ""))
    claimed = {"ya": True, "belum": False}.get(args.get("klaim", ""))
    return Asked(
        text=args.get("q", "").strip()[: registry.MAX_TEXT],
        status=statuses.get(args.get("status", "")),
        district=args.get("kecamatan", "")[:13],
        gallery_id=gallery[0].id if gallery else None,
        members=gallery[1] if gallery else None,
        is_claimed=claimed,
        is_outside=args.get("luar") == "1",
        page=max(1, min(args.get("hal", 1, int), _MOST_PAGES)),
    )
