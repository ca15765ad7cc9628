"""What the builder's pages share: the screen with its three parts, and the answers of its forms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work
from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.products.queries import cards
from catalog.showcases import policy
from catalog.showcases.forms.showing import saved_search
from catalog.showcases.queries import builder, makers
from catalog.showcases.queries.comments import open_counts
from catalog.showcases.queries.drafts import Draft, names_of
from catalog.showcases.rules.checking import in_english, lacks
from catalog.showcases.rules.content import COLUMNS, LIMITS, NAMES, WITH_PICTURE, Block, BlockKind
from catalog.showcases.rules.editing import Edited, print_of, values
from catalog.web.locale import current_language

HEAD = "kepala"  # in addresses: the head of the page instead of one of its blocks
_MOST_PRINTS = 40_000  # characters
_MOST_TEXT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a form was answered with, besides the screen itself."""

    message: str = ""
    undo: UUID | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    edited: Edited | None = None
    stamps: Mapping[str, Any] = field(default_factory=dict)  # as they stood before this save
    refused: str = ""  # a sentence above everything
    lost: Mapping[str, str] = field(default_factory=dict)  # typed into a part that is gone
    status: HTTPStatus = HTTPStatus.OK


def selected(draft: Draft) -> Block | None:
    """Return the block that the address names; None is the head."""
    try:
        return draft.content.find(UUID(request.values.get("bagian", "")))
    except ValueError:
        return None


def screen(work: Work, draft: Draft, block: Block | None, said: Said | None = None) -> str:
    """Return the whole builder as a page."""
    return render_template("showcases/admin/builder.html", **context(work, draft, block, said))


def answer(work: Work, draft: Draft, block: Block | None, said: Said) -> ResponseReturnValue:
    """Answer a form: the script gets the parts that changed, everybody else a page."""
    if wants_json():
        return jsonify(_parts(work, draft, block, said)), said.status
    if said.status is not HTTPStatus.OK:
        return screen(work, draft, block, said), said.status
    place = str(block.id) if block else None
    undo = str(said.undo) if said.undo else None
    anchor = f"b-{block.id}" if block else "isi"
    address = url_for(
        "showcases_admin.build",
        showcase_id=draft.showcase.id,
        bagian=place,
        urung=undo,
        _anchor=anchor,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


def wants_json() -> bool:
    """Return whether the script asks, which swaps parts of the page."""
    return request.accept_mimetypes.best == "application/json"


def prints() -> dict[str, str]:
    """Return what the form says that its inputs were shown."""
    raw = request.form.get("prints", "")
    if len(raw) > _MOST_PRINTS:
        return {}
    try:
        found = json.loads(raw or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def context(
    work: Work, draft: Draft, block: Block | None, said: Said | None = None
) -> dict[str, Any]:
    """Return what the builder's templates need."""
    said = said or Said()
    language, content = str(current_language()), draft.content
    shown = {card.id: card for card in cards.by_ids(work, content.product_ids, language)}
    return {
        "draft": draft,
        "showcase": draft.showcase,
        "content": content,
        "block": block,
        "place": str(block.id) if block else HEAD,
        "may_edit": policy.can_edit(work.actor, gallery_id=draft.showcase.gallery_id),
        "cards": shown,
        "names": builder.names(work, set(content.product_ids) - shown.keys(), language),
        "pictures": builder.pictures(work, content.image_ids),
        "lacks": lacks(content, draft.showcase.kind),
        "english": in_english(content, draft.showcase.kind),
        "library": _library(work, draft, language),
        "into": _into(draft, block),
        "kinds": NAMES,
        "columns": COLUMNS,
        "limits": LIMITS,
        "with_picture": WITH_PICTURE,
        "said": said,
        "trash_names": _trash_names(work, draft, block, language),
        "undo": said.undo or _undo(draft),
        "saved_at": _clock(draft.saved_at) if draft.saved_at else "",
        "remarks": open_counts(work, draft.showcase.id),
        "saver": names_of(work, {draft.saved_by}).get(draft.saved_by, "") if draft.saved_by else "",
        **_inputs(work, draft, block, said),
        **_of_kind(work, draft, block, language),
    }


def _inputs(work: Work, draft: Draft, block: Block | None, said: Said) -> dict[str, Any]:
    """Return the inputs' values, prints, errors and conflicts; what was typed stays in them."""
    standing = values(draft.content, block.id if block else None)
    edited = said.edited
    held = dict(said.typed) if edited and (edited.errors or edited.conflicts) else {}
    unsaved = {*edited.errors, *edited.conflicts} if edited else set()
    return {
        "value": {**standing, **{name: held[name] for name in unsaved if name in held}},
        "prints": json.dumps({name: print_of(text) for name, text in standing.items()}),
        "errors": {name: _words(error) for name, error in edited.errors.items()} if edited else {},
        "conflicts": _told(work, block, said, edited) if edited else {},
    }


def _told(work: Work, block: Block | None, said: Said, edited: Edited) -> dict[str, dict[str, str]]:
    """Return, for each input in conflict, the other's text, and who wrote it when."""
    parts = {name: part_of(name, block) for name in edited.conflicts}
    stamps = {name: said.stamps.get(part) for name, part in parts.items()}
    people = {UUID(stamp[1]) for stamp in stamps.values() if stamp and stamp[1]}
    known = names_of(work, people)
    found = {}
    for name, theirs in edited.conflicts.items():
        stamp = stamps[name]
        who = known.get(UUID(stamp[1]), "") if stamp and stamp[1] else ""
        at = datetime.fromisoformat(stamp[2]) if stamp else None
        found[name] = {
            "text": theirs,
            "who": who or gettext("Another curator"),
            "at": _clock(at) if at else "",
        }
    return found


def part_of(name: str, block: Block | None) -> str:
    """Return the part (see ``rules.merging``) that an input belongs to."""
    if block is None:
        return name if name == "curator_name" else name.rpartition("_")[0]
    _, _, item = name.partition("-")
    return item or str(block.id)


def _clock(moment: datetime) -> str:
    return wib(moment).strftime("%H.%M")


def _trash_names(work: Work, draft: Draft, block: Block | None, language: str) -> dict[UUID, str]:
    """Return the names of the pieces that were taken out, which the head's page lists."""
    if block is not None:
        return {}
    gone = [removed.what for removed in draft.content.trash]
    return builder.names(work, {w.product_id for w in gone if not isinstance(w, Block)}, language)


def _words(error: RuleBroken) -> str:
    return str(gettext(error.message, **error.values))


def _library(work: Work, draft: Draft, language: str) -> builder.Library:
    steps = request.values.get("lebih", 1, type=int) or 1
    text = clean_line(request.values.get("cari", ""))[:_MOST_TEXT]
    return builder.library(work, draft, saved_search(), text=text, steps=steps, language=language)


def _into(draft: Draft, block: Block | None) -> Block | None:
    """Return the block that pieces go into: the one before the curator's eyes, else the last."""
    if block is not None and block.holds_items:
        return block
    return next((each for each in reversed(draft.content.blocks) if each.holds_items), None)


def _undo(draft: Draft) -> UUID | None:
    """Return what the address says was taken out just now, while it can come back."""
    wanted = request.args.get("urung", "")
    keys = {str(removed.what.id): removed.what.id for removed in draft.content.trash}
    return keys.get(wanted)


def _of_kind(work: Work, draft: Draft, block: Block | None, language: str) -> dict[str, Any]:
    """Return what only one kind of block needs."""
    if block is None:
        return {}
    if block.kind is BlockKind.VENDOR:
        chosen = block.settings.vendor_id
        gallery_id, pieces = draft.showcase.gallery_id, draft.content.product_ids
        return {"makers": makers.offered(work, gallery_id, pieces, chosen)}
    if block.kind is BlockKind.SEARCH and block.settings.query:
        search = saved_search()
        found = search.find(work, block.settings.query, block.settings.limit, language)
        return {
            "told_words": search.tell(work, block.settings.query, language).words,
            "found": cards.by_ids(work, found, language),
        }
    return {}


def _parts(work: Work, draft: Draft, block: Block | None, said: Said) -> dict[str, Any]:
    """Return what the script swaps in, and what it says."""
    values_ = context(work, draft, block, said)
    found: dict[str, Any] = {
        "revision": draft.revision,
        "saved_at": _clock(draft.saved_at or work.now),
        "message": said.refused or said.message,
        "is_refused": bool(said.refused),
        "undo": str(said.undo) if said.undo else None,
        "place": values_["place"],
        "prints": values_["prints"],
        "errors": values_["errors"],
        "conflicts": sorted(values_["conflicts"]),
        "canvas": render_template("showcases/admin/_canvas.html", **values_),
        "lacks": render_template("showcases/admin/_lacks.html", **values_),
    }
    if said.edited is None or said.edited.conflicts or said.edited.errors:
        found["inspector"] = render_template("showcases/admin/_inspector.html", **values_)
    if said.edited is None:
        found["library"] = render_template("showcases/admin/_library.html", **values_)
    return found
