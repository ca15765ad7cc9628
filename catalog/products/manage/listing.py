"""The list of a vendor's goods, and the start of a new one."""

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.products.forms import EmptyForm, say
from catalog.products.manage.autosave import words_of
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import fresh_wizard, step_url
from catalog.products.queries.listing import NAMES, State, counts, list_products
from catalog.products.rules.review import ChangeState
from catalog.products.rules.steps import Step
from catalog.products.services import drafting
from catalog.taxonomy.queries import category_tree
from catalog.vendors import policy
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_LONGEST = 80


@bp.get("/usaha/<uuid:vendor_id>/produk")
@manager
def index(vendor_id: UUID) -> ResponseReturnValue:
    """Show the products in one state, with what each one still needs."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SEE)
    typed = clean_line(request.args.get("q", ""))[:_LONGEST]
    found = request.args.get("keadaan", "")
    state = State(found) if found in set(State) else _first(counts(work, vendor_id))
    page = max(1, min(request.args.get("hal", 1, type=int) or 1, 10_000))
    listed = list_products(
        work, vendor_id, state, typed=typed, page=page, language=current_language()
    )
    return render_template(
        "products/manage/index.html",
        room=vendor,
        listed=listed,
        state=state,
        states=NAMES,
        typed=typed,
        page=min(page, listed.pages),
        words_of=words_of,
        step_url=lambda item, step: step_url(vendor_id, item.id, step),
        ChangeState=ChangeState,
        State=State,
        Step=Step,
        may_import=policy.can(
            work.actor, Ability.SUBMIT, vendor_id=vendor.id, region_code=vendor.served_by
        ),
    )


@bp.get("/usaha/<uuid:vendor_id>/produk/baru")
@manager
def new(vendor_id: UUID) -> ResponseReturnValue:
    """Choose the kind of a new product, in two taps."""
    get_managed(current_work(), vendor_id, Ability.EDIT)
    return _picker(vendor_id)


@bp.post("/usaha/<uuid:vendor_id>/produk/baru")
@manager
def create(vendor_id: UUID) -> ResponseReturnValue:
    """Start a draft in the chosen category; sent twice, it is started once."""
    get_managed(current_work(), vendor_id, Ability.EDIT)
    work = writing_work()
    get_managed(work, vendor_id, Ability.EDIT)
    try:
        with committed(work):
            product = drafting.start(work, vendor_id, request.form.get("category", ""), key=_key())
    except RuleBroken as error:
        return _picker(vendor_id, say(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(step_url(vendor_id, product.id, Step.PHOTOS), HTTPStatus.SEE_OTHER)


def _first(found: dict[State, int]) -> State:
    """Return the state to open with: what needs a hand, else what there is."""
    order = (State.MEND, State.DRAFT, State.LIVE, State.REVIEW, State.ARCHIVE)
    return next((state for state in order if found[state]), State.DRAFT)


def _key() -> UUID | None:
    try:
        return UUID(request.form.get("kunci", ""))
    except ValueError:
        return None


def _picker(vendor_id: UUID, refused: str = "") -> str:
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.EDIT)
    tree = category_tree(work.session)
    return render_template(
        "products/manage/kind.html",
        wizard=fresh_wizard(vendor_id),
        form=EmptyForm(),
        room=vendor,
        tree=tree,
        top=tree.by_slug.get(request.args.get("grup", "")),
        chosen=None,
        key=uuid4(),
        refused=refused,
        notes={},
    )
