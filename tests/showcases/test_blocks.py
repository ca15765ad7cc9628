"""Every kind of part on the public page: shown when there is something, gone when there is not."""

import json
import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.showcases.models import Showcase
from catalog.showcases.queries.drafts import content_of_rows
from catalog.showcases.rules.content import Block, BlockKind, Content
from catalog.showcases.rules.keeping import from_json
from catalog.showcases.services.publishing import materialise
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item


@pytest.fixture
def whole(session: Session) -> Showcase:
    """A published showcase with a part of every kind."""
    product = a_product(session, name="Kain biru")
    showcase = a_showcase(session, [a_section([an_item(product)], title="Awal")], slug="awan")
    work = Work(session=session, now=showcase.updated_at)
    content = content_of_rows(work, showcase)
    item = content.blocks[0].items[0]
    blocks = []
    for number, kind in enumerate(BlockKind, 1):
        raw = {
            "id": str(UUID(int=number)),
            "kind": kind.value,
            "title": {"id": f"Judul {kind.value}"},
            "text": {"id": f"Teks {kind.value}"},
            "settings": {
                "query": "q=kain",
                "is_live": True,
                "vendor_id": str(product.vendor_id),
                "url": "https://youtu.be/abc",
            },
            "items": [{"id": str(UUID(int=100 + number)), "product": str(product.id)}],
        }
        blocks.append(raw)
    made = from_json({"blocks": blocks})
    assert {item.product_id} == set(made.product_ids)
    materialise(work, showcase, Content(title=content.title, blocks=made.blocks))
    session.commit()
    return showcase


def test_every_kind_of_part_stands_on_the_public_page(app: Flask, whole: Showcase) -> None:
    page = app.test_client().get(f"/etalase/{whole.slug}").text
    for kind in BlockKind:
        assert f"Judul {kind.value}" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert 'href="https://youtu.be/abc"' in main
    assert "<iframe" not in main
    assert "youtube.com" not in main
    assert "mailto:" in main or "Hubungi" in main
    assert main.count("data-row-line") == 1
    described = re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
    assert described is not None
    assert json.loads(described[1])["mainEntity"]["numberOfItems"] == 1


def test_a_part_with_nothing_to_show_leaves_no_hole(app: Flask, session: Session) -> None:
    showcase = a_showcase(session, slug="kosong")
    work = Work(session=session, now=showcase.updated_at)
    kinds = [kind for kind in BlockKind if kind is not BlockKind.CALL]
    blocks = tuple(Block(id=UUID(int=n), kind=kind) for n, kind in enumerate(kinds, 1))
    materialise(work, showcase, Content(title=showcase.title, blocks=blocks))
    session.commit()
    page = app.test_client().get("/etalase/kosong").text
    article = page.partition("<article>")[2].partition("</article>")[0]
    assert "<section" not in article
    assert "<blockquote" not in article
