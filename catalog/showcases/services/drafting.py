"""Starts showcases and saves what curators arrange and write; visitors see nothing of it yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.models import Person
from catalog.audit.models import AuditEntry
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText, is_slug, slugify
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.products.queries.visible import public
from catalog.showcases import policy
from catalog.showcases.models import Showcase, ShowcaseDraft, ShowcasePhoto
from catalog.showcases.queries.drafts import Draft, get_editable
from catalog.showcases.rules import ShowcaseKind, ShowcaseStatus
from catalog.showcases.rules.arranging import add_products as added
from catalog.showcases.rules.content import Block, Content
from catalog.showcases.rules.keeping import to_json
from catalog.showcases.rules.merging import merge, touched
from catalog.showcases.services import versions
from catalog.showcases.services.guarding import check_addition
from catalog.taxonomy.models import Market
from catalog.vendors.models import Vendor

MAX_SLUG = 80
SITTING = timedelta(minutes=15)
_EDIT = "showcase.edit"
TAKEN = N_("Another showcase has this address. Choose another one.")
NO_SLUG = N_("Write the address with small letters, numbers and hyphens.")


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What a showcase begins with; an empty slug is made from the Indonesian title."""

    gallery_id: UUID
    title: LocalText
    kind: ShowcaseKind = ShowcaseKind.STORY
    market_code: str | None = None
    slug: str = ""
    content: Content | None = None  # a first draft, as composing proposes one


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands after a save.

    ``conflicts`` are the parts (see ``rules.merging``) that another curator changed meanwhile and
    that were left as they are; everything else that was sent is saved.
    """

    revision: int
    content: Content
    conflicts: tuple[str, ...] = ()


def create(work: Work, new: New) -> Showcase:
    """Start a showcase with an empty page, or with the content proposed."""
    if not policy.can_edit(work.actor, gallery_id=new.gallery_id):
        raise NotFound
    if not new.title.has("id"):
        raise RuleBroken(N_("Give the showcase a title in Indonesian."), field="title_id")
    market = _market(work, new)
    curator = work.session.get(Person, work.actor.user_id) if work.actor.user_id else None
    content = new.content or Content(title=new.title, curator_name=curator.name if curator else "")
    showcase = Showcase(
        slug=_free_slug(work, new.slug, new.title),
        status=ShowcaseStatus.DRAFT,
        kind=new.kind,
        is_export=new.kind is ShowcaseKind.EXPORT,
        market_code=market,
        gallery_id=new.gallery_id,
        curator_name=content.curator_name,
        title=content.title,
        lead=content.lead,
        note=content.note,
        updated_at=work.now,
    )
    work.session.add(showcase)
    work.session.flush()
    check_products(work, content.product_ids)
    check_addition(work, showcase, content.product_ids)
    keep_pictures(work, showcase.id, content.image_ids)
    work.session.add(
        ShowcaseDraft(
            showcase_id=showcase.id,
            content=to_json(content),
            stamps={},
            saved_at=work.now,
            saved_by=work.actor.user_id,
        )
    )
    work.session.flush()
    about = {"kind": new.kind.value, "market": market or "", "slug": showcase.slug}
    record(work, "showcase.create", target=("showcase", showcase.id), after=about)
    return showcase


def save(work: Work, showcase_id: UUID, content: Content, *, revision: int) -> Saved:
    """Save a whole content, made from the state at ``revision``.

    What other curators changed since then stays; where both changed the same part, theirs stands
    and the part is named as a conflict.
    """
    draft = get_editable(work, showcase_id, lock=True)
    if revision >= draft.revision:
        return put(work, draft, content)
    merged = merge(content, draft.content, draft.stamps, revision)
    return put(work, draft, merged.content, conflicts=merged.conflicts)


def change(work: Work, showcase_id: UUID, deed: Callable[[Content], Content]) -> Saved:
    """Apply one of ``rules.arranging`` to what stands now, whoever saved it."""
    draft = get_editable(work, showcase_id, lock=True)
    return put(work, draft, deed(draft.content))


def add_products(
    work: Work,
    showcase_id: UUID,
    block_id: UUID,
    product_ids: Iterable[UUID],
    *,
    revision: int | None = None,  # noqa: ARG001  # adding is right upon any state: part of the contract
) -> Saved:
    """Put public products into a block, behind those that are there."""
    return change(work, showcase_id, lambda content: added(content, block_id, product_ids))


def put(
    work: Work,
    draft: Draft,
    content: Content,
    *,
    conflicts: tuple[str, ...] = (),
    is_restored: bool = False,
) -> Saved:
    """Store a content over the draft that was read under a lock; keep a version now and then.

    ``is_restored`` says that it is an older state: what has gone offline since then may return,
    publishing leaves it out.
    """
    parts = touched(draft.content, content)
    if not parts and content == draft.content:
        return Saved(draft.revision, draft.content, conflicts)
    if not is_restored:
        known = _known_products(draft.content)
        fresh = [key for key in content.product_ids if key not in known]
        check_products(work, fresh)
        check_addition(work, draft.showcase, fresh)
    keep_pictures(work, draft.showcase.id, content.image_ids)
    versions.keep_if_due(work, draft)
    row = work.session.get(ShowcaseDraft, draft.showcase.id)
    if row is None:
        row = ShowcaseDraft(
            showcase_id=draft.showcase.id, revision=0, published_revision=0, stamps={}
        )
        work.session.add(row)
    row.revision = draft.revision + 1
    row.content = to_json(content)
    row.stamps = _stamped(work, row.stamps, parts, row.revision)
    row.saved_at, row.saved_by = work.now, work.actor.user_id
    work.session.flush()
    _note(work, draft.showcase.id, row.revision, parts)
    return Saved(row.revision, content, conflicts)


def check_products(work: Work, product_ids: Iterable[UUID]) -> None:
    """Raise RuleBroken unless visitors can see all these products now."""
    wanted = set(product_ids)
    if not wanted:
        return
    shown = work.session.scalars(
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id.in_(wanted), public())
    )
    if wanted - set(shown):
        raise RuleBroken(N_("Only products that are live can be put into a showcase."))


def keep_pictures(
    work: Work, showcase_id: UUID, image_ids: Iterable[UUID], *, is_own: bool = False
) -> None:
    """Add pictures to the showcase's library; raise RuleBroken for one that is not known."""
    wanted = set(image_ids)
    if not wanted:
        return
    held = select(ShowcasePhoto.image_id).where(
        ShowcasePhoto.showcase_id == showcase_id, ShowcasePhoto.image_id.in_(wanted)
    )
    fresh = wanted - set(work.session.scalars(held))
    known = set(work.session.scalars(select(Image.id).where(Image.id.in_(fresh)))) if fresh else ()
    if fresh - set(known):
        raise RuleBroken(N_("This picture is not there any more. Choose another one."))
    work.session.add_all(
        ShowcasePhoto(
            showcase_id=showcase_id,
            image_id=key,
            is_own=is_own,
            added_at=work.now,
            added_by=work.actor.user_id,
        )
        for key in sorted(fresh)
    )


def _known_products(content: Content) -> set[UUID]:
    """Return the products on the page and those in its trash."""
    known = set(content.product_ids)
    for removed in content.trash:
        what = removed.what
        known |= set(what.product_ids) if isinstance(what, Block) else {what.product_id}
    return known


def _note(work: Work, showcase_id: UUID, revision: int, parts: Iterable[str]) -> None:
    """Tell the audit which parts changed; each once in a sitting, as every word saves itself."""
    earlier = work.session.scalars(
        select(AuditEntry.after).where(
            AuditEntry.target_id == str(showcase_id),
            AuditEntry.action == _EDIT,
            AuditEntry.user_id == work.actor.user_id,
            AuditEntry.happened_at > work.now - SITTING,
        )
    ).all()
    fresh = set(parts).difference(*(about["parts"] for about in earlier))
    if fresh or not earlier:
        about = {"revision": revision, "parts": sorted(fresh)}
        record(work, _EDIT, target=("showcase", showcase_id), after=about)


def _stamped(
    work: Work, stamps: Mapping[str, Any], parts: Iterable[str], revision: int
) -> dict[str, Any]:
    person = str(work.actor.user_id) if work.actor.user_id else ""
    stamp = [revision, person, work.now.isoformat()]
    return {**stamps, **dict.fromkeys(parts, stamp)}


def _market(work: Work, new: New) -> str | None:
    if new.kind is ShowcaseKind.STORY:
        return None
    if new.market_code is None or work.session.get(Market, new.market_code) is None:
        raise RuleBroken(N_("Choose the market that these goods are ready for."), field="market")
    return new.market_code


def _free_slug(work: Work, wanted: str, title: LocalText) -> str:
    if wanted:
        if not is_slug(wanted, limit=MAX_SLUG):
            raise RuleBroken(NO_SLUG, field="slug")
        if _is_taken(work, wanted):
            raise RuleBroken(TAKEN, field="slug")
        return wanted
    base = slugify(title.best("id"), limit=MAX_SLUG - 4) or "etalase"
    tries = (base, *(f"{base}-{number}" for number in range(2, 1000)))
    return next(slug for slug in tries if not _is_taken(work, slug))


def _is_taken(work: Work, slug: str) -> bool:
    return work.session.scalar(select(Showcase.id).where(Showcase.slug == slug)) is not None
