"""Showcases for tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.showcases.models import Showcase, ShowcaseItem, ShowcaseSection
from catalog.showcases.rules import Layout, ShowcaseStatus
from tests.factories.galleries import a_gallery

_numbers = count(1)
UPDATED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def an_item(product: Product, note: LocalText | str = "", **values: Any) -> ShowcaseItem:
    """Give a piece with the curator's sentence (Indonesian when it is a plain text)."""
    words = LocalText.of(id=note) if isinstance(note, str) else note
    return ShowcaseItem(product_id=product.id, note=words, **values)


def a_section(
    items: Iterable[ShowcaseItem] = (),
    *,
    layout: Layout = Layout.GRID,
    title: str = "",
    text: str = "",
    image: Image | None = None,
) -> ShowcaseSection:
    """Give a chapter whose items stand in the order given."""
    section = ShowcaseSection(
        layout=layout,
        title=LocalText.of(id=title),
        text=LocalText.of(id=text),
        image_id=image.id if image else None,
    )
    section.items = list(items)
    for position, item in enumerate(section.items):
        item.position = position
    return section


def a_showcase(
    session: Session, sections: Sequence[ShowcaseSection] = (), **values: Any
) -> Showcase:
    """Store a published showcase without dates: it runs."""
    number = next(_numbers)
    showcase = Showcase(
        **{
            "slug": f"awan-yang-sabar-{number}",
            "status": ShowcaseStatus.PUBLISHED,
            "gallery_id": a_gallery(session).id,
            "curator_name": "Wulan Anggraini",
            "title": LocalText(id=f"Awan yang Sabar {number}", en=f"The Patient Cloud {number}"),
            "lead": LocalText(id="Tujuh celupan, sembilan puluh hari."),
            "note": LocalText(id="Megamendung berarti awan yang teduh."),
            "position": number,
            "updated_at": UPDATED,
            **values,
        }
    )
    showcase.sections = list(sections)
    for position, section in enumerate(showcase.sections):
        section.position = position
    session.add(showcase)
    session.flush()
    return showcase
