"""Changes to what guides officers: words for notes, and the limits of a review."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.audit.services import record
from catalog.db.upsert import put
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText, slugify
from catalog.products.models import NoteTemplate, ReviewSetting
from catalog.products.rules.limits import BY_KEY, check_value
from catalog.products.rules.templates import check

DATA = Path(__file__).parents[1] / "data"
OVERTAKEN = N_("Somebody else has changed these words meanwhile. Look at them again.")
_CODE = 24  # characters; a number may follow

_MOST_VERSION = 2**31 - 1  # what a column holds


def load_templates(session: Session) -> None:
    """Add the words that ship with the code where they are missing; edited ones stay."""
    rows = tomllib.loads((DATA / "note_templates.toml").read_text("utf-8"))["template"]
    put(
        session,
        NoteTemplate,
        ("code",),
        (
            {
                "code": row["code"],
                "place": row.get("place", ""),
                "category_slug": row.get("kind", ""),
                "text": LocalText.of(row["text"]),
                "position": position,
                "is_active": True,
                "version": 1,
            }
            for position, row in enumerate(rows)
        ),
    )


def add_template(work: Work, place: str, category_slug: str, text: Mapping[str, str]) -> str:
    """Add words to choose from; return their code."""
    check(place, text)
    stem = slugify(text["en"], limit=_CODE).replace("-", "_") or "words"
    known = set(work.session.scalars(select(NoteTemplate.code)))
    code = next(
        name for number in range(len(known) + 1) if (name := f"{stem}_{number or ''}") not in known
    )
    last = work.session.scalar(select(func.max(NoteTemplate.position)))
    work.session.add(
        NoteTemplate(
            code=code,
            place=place,
            category_slug=category_slug,
            text=LocalText.of(text),
            position=(last or 0) + 1,
            changed_by=work.actor.user_id,
            changed_at=work.now,
        )
    )
    record(work, "product.add_note_words", target=("note_template", code), after={"place": place})
    work.session.flush()
    return code


def change_template(
    work: Work, code: str, values: Mapping[str, str], text: Mapping[str, str], *, seen: int
) -> None:
    """Change words; ``values`` are ``place`` and ``category_slug``, ``seen`` their version."""
    check(values["place"], text)
    _change(work, code, seen, text=LocalText.of(text), **values)
    record(work, "product.change_note_words", target=("note_template", code))


def put_away(work: Work, code: str, *, seen: int, is_active: bool) -> None:
    """Offer words no longer, or offer them again; notes keep what they were written with."""
    _change(work, code, seen, is_active=is_active)
    after = {"is_active": is_active}
    record(work, "product.change_note_words", target=("note_template", code), after=after)


def set_limit(work: Work, key: str, value: int | None) -> None:
    """Set a limit of reviews."""
    limit = BY_KEY.get(key)
    if limit is None:
        raise NotFound("limit")
    new = check_value(limit, value)
    row = work.session.get(ReviewSetting, key)
    old = row.value if row else limit.default
    if old == new:
        return
    if row is None:
        row = ReviewSetting(key=key)
        work.session.add(row)
    row.value, row.changed_by, row.changed_at = new, work.actor.user_id, work.now
    record(
        work,
        "product.set_review_limit",
        target=("review_setting", key),
        before={"value": old},
        after={"value": new},
    )
    work.session.flush()


def _change(work: Work, code: str, seen: int, **values: object) -> None:
    if not 0 < seen <= _MOST_VERSION:
        raise RuleBroken(OVERTAKEN)
    hit = work.session.execute(
        update(NoteTemplate)
        .where(NoteTemplate.code == code, NoteTemplate.version == seen)
        .values(
            version=NoteTemplate.version + 1,
            changed_by=work.actor.user_id,
            changed_at=work.now,
            **values,
        )
        .execution_options(synchronize_session="fetch")
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(OVERTAKEN)
