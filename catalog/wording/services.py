"""Drafts that nobody sees, texts that a person has compared, words of the field."""

import tomllib
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_block, clean_line
from catalog.products.models import Product
from catalog.products.services import writing
from catalog.products.services.drafting import CHANGED_FOR_YOU
from catalog.vendors.services import note_on_behalf
from catalog.wording import queries
from catalog.wording.models import EnglishCheck, EnglishDraft, GlossaryEntry
from catalog.wording.rules import (
    MAX_DESCRIPTION,
    MAX_ENGLISH,
    MAX_NAME,
    MAX_NOTE,
    MAX_SUMMARY,
    MAX_TERM,
    Entry,
    Words,
    check_entry,
    check_whole,
    digest,
    drafted,
    fold,
)

STALE = N_(
    "Somebody has changed this text meanwhile. Compare what is stored now with what you typed, then"
    " save again."
)
HUMAN = N_("A person has written this text, so the machine leaves it alone.")
KNOWN = N_("This word stands in the glossary already.")
DATA = Path(__file__).parent / "data" / "glossary.toml"


def make_draft(work: Work, product_id: UUID) -> None:
    """Let the machine propose a text where no person has written or begun one."""
    both = queries.get_both(work, product_id)
    words = both.english
    is_begun = both.draft is not None and not both.is_machine
    if words.name or words.summary or words.description or is_begun:
        raise RuleBroken(HUMAN)
    made = drafted(queries.known_of(work, product_id), queries.entries(work))
    _keep(work, product_id, made, is_machine=True)
    _record(work, both, "draft")


def save_draft(work: Work, product_id: UUID, words: Words, seen: tuple[int, int]) -> None:
    """Keep what a person has typed so far; it is on no public page."""
    both = _seen(work, product_id, seen)
    _keep(work, product_id, _clean(words), is_machine=False)
    _record(work, both, "save")


def approve(work: Work, product_id: UUID, words: Words, seen: tuple[int, int]) -> None:
    """Show an English text that a person has compared with the Indonesian.

    ``seen`` are the version of the product and the revision of the draft that they looked at.
    """
    words = _clean(words)
    check_whole(words)
    both = _seen(work, product_id, seen)
    product = work.session.get_one(Product, product_id)
    fresh = {"name": words.name, "summary": words.summary, "description": words.description}
    stored = {
        "name": both.english.name,
        "summary": both.english.summary,
        "description": both.english.description,
    }
    changed = {f"{name}_en": text for name, text in fresh.items() if text != stored[name]}
    if changed:
        writing.write(work, product, changed, changed)
        note_on_behalf(
            work,
            product.vendor_id,
            CHANGED_FOR_YOU,
            f"/usaha/{product.vendor_id}/produk/{product.id}/periksa",
        )
    work.session.execute(delete(EnglishDraft).where(EnglishDraft.product_id == product_id))
    _note_check(work, product, digest(both.indonesian, words))
    _record(work, both, "check", sorted(changed))


def _note_check(work: Work, product: Product, seen: str) -> None:
    work.session.flush()
    row = work.session.get(EnglishCheck, product.id)
    if row is None:
        row = EnglishCheck(product_id=product.id, digest=seen, version=0, checked_at=work.now)
        work.session.add(row)
    row.digest, row.version = seen, product.version
    row.checked_at, row.checked_by = work.now, work.actor.user_id
    work.session.flush()


def _seen(work: Work, product_id: UUID, seen: tuple[int, int]) -> queries.Both:
    """Return a product as it is, unless it is not what somebody looked at."""
    both = queries.get_both(work, product_id)
    if (both.version, both.revision) != seen:
        raise RuleBroken(STALE)
    return both


def _clean(words: Words) -> Words:
    return Words(
        name=clean_line(words.name)[:MAX_NAME],
        summary=clean_line(words.summary)[:MAX_SUMMARY],
        description=clean_block(words.description)[:MAX_DESCRIPTION],
    )


def _keep(work: Work, product_id: UUID, words: Words, *, is_machine: bool) -> None:
    row = work.session.get(EnglishDraft, product_id)
    if row is None:
        row = EnglishDraft(product_id=product_id, revision=0, made_at=work.now)
        work.session.add(row)
    row.name, row.summary, row.description = words.name, words.summary, words.description
    row.is_machine, row.made_at = is_machine, work.now
    row.revision += 1
    work.session.flush()


def _record(work: Work, both: queries.Both, verb: str, fields: list[str] | None = None) -> None:
    record(
        work,
        f"wording.{verb}",
        target=("product", both.id),
        before={"state": both.state},
        after={"fields": fields} if fields else {},
        vendor_id=both.vendor_id,
    )


def add_entry(work: Work, entry: Entry) -> GlossaryEntry:
    """Add a word of the field; RuleBroken when it is there already."""
    entry = _entry(entry)
    check_entry(entry)
    if queries.find_entry(work, entry.term) is not None:
        raise RuleBroken(KNOWN, field="term")
    row = GlossaryEntry(
        id=uuid4(),
        term=entry.term,
        folded=fold(entry.term),
        english=entry.english,
        is_kept=entry.is_kept,
        note=entry.note,
        version=1,
        updated_at=work.now,
        updated_by=work.actor.user_id,
    )
    work.session.add(row)
    record(work, "wording.add_entry", target=("glossary", row.id), after={"term": entry.term})
    work.session.flush()
    return row


def change_entry(work: Work, entry_id: UUID, entry: Entry, seen: int) -> None:
    """Change a word of the field; RuleBroken when somebody else was faster."""
    entry = _entry(entry)
    check_entry(entry)
    row = queries.get_entry(work, entry_id)
    other = queries.find_entry(work, entry.term)
    if other is not None and other.id != entry_id:
        raise RuleBroken(KNOWN, field="term")
    before = row.english
    hit = work.session.execute(
        update(GlossaryEntry)
        .where(GlossaryEntry.id == entry_id, GlossaryEntry.version == seen)
        .values(
            term=entry.term,
            folded=fold(entry.term),
            english=entry.english,
            is_kept=entry.is_kept,
            note=entry.note,
            version=seen + 1,
            updated_at=work.now,
            updated_by=work.actor.user_id,
        )
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", hit).rowcount != 1:
        raise RuleBroken(STALE)
    work.session.refresh(row)
    record(
        work,
        "wording.change_entry",
        target=("glossary", entry_id),
        before={"english": before},
        after={"english": entry.english},
    )


def remove_entry(work: Work, entry_id: UUID) -> None:
    """Take a word out of the glossary."""
    row = queries.get_entry(work, entry_id)
    record(work, "wording.remove_entry", target=("glossary", entry_id), before={"term": row.term})
    work.session.delete(row)
    work.session.flush()


def _entry(entry: Entry) -> Entry:
    return Entry(
        term=clean_line(entry.term)[:MAX_TERM],
        english=clean_line(entry.english)[:MAX_ENGLISH],
        is_kept=entry.is_kept,
        note=clean_line(entry.note)[:MAX_NOTE],
    )


def load_glossary(session: Session) -> None:
    """Add the words that ship with the code to an empty glossary; an edited one stays."""
    if session.query(GlossaryEntry.id).first() is not None:
        return
    rows = tomllib.loads(DATA.read_text("utf-8"))["entry"]
    session.add_all(
        GlossaryEntry(
            term=row["term"],
            folded=fold(row["term"]),
            english=row.get("english", ""),
            is_kept=row.get("kept", False),
            note=row.get("note", ""),
            version=1,
            updated_at=utc_now(),
        )
        for row in rows
    )
    session.flush()
