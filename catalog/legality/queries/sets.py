"""Requirement sets as an office reads them: in force, drafts, history, what to pick from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, column, select, table
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality.models import DocumentType, PirtFood, RequirementSet
from catalog.legality.queries.requirements import live
from catalog.legality.rules.requirements import (
    Change,
    Purpose,
    Rule,
    SetState,
    differences,
    needs_review,
)
from catalog.taxonomy.queries import CategoryNode, category_tree

_GALLERY = table(
    "gallery",
    column("id", Uuid),
    column("slug", String),
    column("name", String),
    column("position"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with the words of its page; ``stale`` counts lines whose source is old."""

    version: RequirementSet
    category: CategoryNode | None
    gallery: str
    rules: tuple[Rule, ...]
    stale: frozenset[str]
    draft_id: UUID | None = None
    made_by: str = ""
    activated_by: str = ""
    changes: tuple[Change, ...] = ()


def list_sets(work: Work) -> list[Shown]:
    """Return every set by goal, then from general to special; those in force, else the draft."""
    live_or_draft = RequirementSet.state.in_((SetState.ACTIVE, SetState.DRAFT))
    versions = _load(work, live_or_draft)
    drafts = {one.key: one.id for one in versions if one.state is SetState.DRAFT}
    chosen: dict[str, RequirementSet] = {}
    for version in versions:
        if version.key not in chosen or version.state is SetState.ACTIVE:
            chosen[version.key] = version
    shown = _shown(work, chosen.values(), drafts)
    order = list(Purpose)
    return sorted(shown, key=lambda one: (order.index(one.version.purpose), *_special(one)))


def _special(one: Shown) -> tuple[bool, int, str]:
    depth = len(one.category.path) + 1 if one.category else bool(one.version.kind)
    return bool(one.version.gallery_id), depth, one.version.key


def get_set(work: Work, set_id: UUID) -> RequirementSet:
    """Return a version, or raise NotFound."""
    found = work.session.get(RequirementSet, set_id)
    if found is None:
        raise NotFound("requirement set")
    return found


def show_set(work: Work, version: RequirementSet) -> Shown:
    """Return a version for its page, with its set's draft if there is one."""
    drafts = _load(work, RequirementSet.key == version.key, RequirementSet.state == SetState.DRAFT)
    return _shown(work, [version], {one.key: one.id for one in drafts})[0]


def history(work: Work, key: str) -> list[Shown]:
    """Return all versions of a set, the newest first, each with what it changed."""
    versions = sorted(
        _load(work, RequirementSet.key == key), key=lambda one: one.version, reverse=True
    )
    shown = _shown(work, versions, {})
    older: Sequence[Shown | None] = [*shown[1:], None]
    return [
        _with_changes(one, before.rules if before else ())
        for one, before in zip(shown, older, strict=True)
    ]


def changes_against(draft: RequirementSet, active: RequirementSet | None) -> list[Change]:
    """Return what a draft changes of the version in force."""
    return differences(live(active).rules if active else (), live(draft).rules)


def _with_changes(one: Shown, before: Iterable[Rule]) -> Shown:
    return replace(one, changes=tuple(differences(before, one.rules)))


def _load(work: Work, *where: ColumnElement[bool]) -> list[RequirementSet]:
    statement = (
        select(RequirementSet)
        .where(*where)
        .options(selectinload(RequirementSet.requirements))
        .order_by(RequirementSet.key, RequirementSet.version)
    )
    return list(work.session.scalars(statement))


def _shown(work: Work, versions: Iterable[RequirementSet], drafts: dict[str, UUID]) -> list[Shown]:
    versions = list(versions)
    tree = category_tree(work.session)
    people = names(
        work,
        {key for one in versions for key in (one.made_by, one.activated_by) if key is not None},
    )
    galleries = gallery_names(work)
    today = wib_date(work.now)
    return [
        Shown(
            version=one,
            category=tree.by_id.get(one.category_id) if one.category_id else None,
            gallery=galleries.get(one.gallery_id, "") if one.gallery_id else "",
            rules=(rules := live(one).rules),
            stale=_stale(rules, today),
            draft_id=drafts.get(one.key),
            made_by=people.get(one.made_by, "") if one.made_by else "",
            activated_by=people.get(one.activated_by, "") if one.activated_by else "",
        )
        for one in versions
    ]


def _stale(rules: Iterable[Rule], today: date) -> frozenset[str]:
    return frozenset(rule.key for rule in rules if needs_review(rule.reviewed_on, today))


def gallery_names(work: Work) -> dict[UUID, str]:
    """Return the name of each gallery, by id, in their order."""
    statement = select(_GALLERY.c.id, _GALLERY.c.name).order_by(
        _GALLERY.c.position, _GALLERY.c.slug
    )
    return {row.id: row.name for row in work.session.execute(statement)}


def gallery_slugs(work: Work) -> dict[UUID, str]:
    """Return the slug of each gallery, by id."""
    return {
        row.id: row.slug for row in work.session.execute(select(_GALLERY.c.id, _GALLERY.c.slug))
    }


def paper_names(work: Work) -> dict[str, LocalText]:
    """Return the name of every kind of paper, by code, in their order."""
    statement = select(DocumentType.code, DocumentType.name).order_by(
        DocumentType.position, DocumentType.code
    )
    return {row.code: row.name for row in work.session.execute(statement)}


def lines_to_replace(work: Work, draft: RequirementSet) -> dict[str, LocalText]:
    """Return the lines of other sets in force that one of this set could replace, by key."""
    mine = {row.key for row in draft.requirements}
    found: dict[str, LocalText] = {}
    for version in _load(work, RequirementSet.state == SetState.ACTIVE):
        if version.key != draft.key and version.purpose in draft.purpose.includes:
            found |= {row.key: row.name for row in version.requirements if row.key not in mine}
    return dict(sorted(found.items()))


def list_foods(work: Work) -> list[PirtFood]:
    """Return the food types of the home-industry permit, by code."""
    return list(work.session.scalars(select(PirtFood).order_by(PirtFood.code)))
