"""Composing on the pages: as curators, officers and auditors find it."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.composing.models import Proposal
from catalog.composing.queries.pool import pool
from catalog.composing.rules.wishes import Theme, Wishes
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.products.rules.status import Status
from catalog.showcases.models import ShowcaseDraft
from catalog.showcases.rules import ShowcaseStatus
from tests.composing.shop import Shop, a_shop
from tests.factories.people import a_person, signed_in
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.statements import count_statements

FORM = {"least": "4", "most": "4", "per_vendor": "1", "quality": "2", "rotation": "2"} | {
    "readiness": "1", "theme": "2", "market": ""
}  # fmt: skip


@pytest.fixture
def shop(session: Session, request: pytest.FixtureRequest) -> Shop:
    return a_shop(session, makers=getattr(request, "param", 6))


@pytest.fixture
def curator(session: Session, client: FlaskClient, shop: Shop) -> FlaskClient:
    grant = GrantSpec(Role.CURATOR, gallery_id=shop.galleries[0].id)
    return signed_in(client, a_person(session, grant, name="Wulan"))


_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')
_SWAP = re.compile(r'name="swap"\s+value="([^"]+)"')


def _page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def _room(shop: Shop) -> str:
    return f"/pengurus/etalase/{shop.showcase.id}/susun"


def _compose(client: FlaskClient, shop: Shop, **values: object) -> str:
    """Send the form; return the address of the proposal."""
    match = _TOKEN.search(_page(client, _room(shop)))
    assert match is not None
    answer = client.post(f"{_room(shop)}/usulan", data={**FORM, **values, "csrf_token": match[1]})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def _press(client: FlaskClient, address: str, button: str, **values: object) -> tuple[int, str]:
    """Press a button of a proposal's page, with the version that the page shows."""
    page = _page(client, address)
    token, version = _TOKEN.search(page), _VERSION.search(page)
    assert token is not None
    sent = {"csrf_token": token[1], "version": version[1] if version else "1", **values}
    answer = client.post(f"{address}/{button}", data=sent)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def _proposal(session: Session) -> Proposal:
    session.rollback()
    return session.scalars(select(Proposal).order_by(Proposal.made_at.desc())).first()  # type: ignore[return-value]  # there is one


@pytest.mark.parametrize("shop", [10], indirect=True)
def test_a_curator_composes_exchanges_and_takes_over(
    session: Session, curator: FlaskClient, shop: Shop
) -> None:
    address = _compose(curator, shop, in_stock="y", women="50", galleries="50")
    page = _page(curator, address)
    assert "4 karya diusulkan" in page
    assert "terbukti di antara 20 produk" in page
    assert "Paling sedikit 50 persen dari usaha milik perempuan" in page
    proposal = _proposal(session)
    proposed = [piece["id"] for piece in proposal.pieces]
    stocked = {str(product.id) for product in shop.products[::2]}
    assert set(proposed) <= stocked
    out, into = _SWAP.findall(page)[0].split(":")
    status, _ = _press(curator, address, "tukar", swap=f"{out}:{into}")
    assert status == 303
    stale = curator.post(
        f"{address}/ambil",
        data={"csrf_token": _TOKEN.findall(_page(curator, address))[0], "version": "1"},
    )
    assert stale.status_code == 422  # somebody looked at what stood there before the exchange
    status, _ = _press(curator, address, "ambil", block="")
    assert status == 303
    proposal = _proposal(session)
    draft = session.get_one(ShowcaseDraft, shop.showcase.id)
    taken = [item["product"] for block in draft.content["blocks"] for item in block["items"]]
    assert taken == proposal.taken == [into if key == out else key for key in proposed]
    assert [piece["id"] for piece in proposal.pieces] == proposed  # what was proposed stays
    page = _page(curator, address)
    assert "Isi etalase tepat karya-karya ini." in page
    assert "Ditukar oleh kurator" in page
    assert _press(curator, address, "ambil", block="")[0] == 422  # once is enough
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"composing.propose", "composing.swap", "composing.take_over"} <= actions


def test_what_cannot_be_is_eased_by_one_button_and_the_form_remembers(
    session: Session, curator: FlaskClient, shop: Shop
) -> None:
    address = _compose(curator, shop, least="8", most="8", new="50")
    page = _page(curator, address)
    assert "Tidak ada susunan yang memenuhi semuanya" in page
    assert "Paling banyak 1 per usaha → 2" in page
    way = next(
        number
        for number, way in enumerate(_proposal(session).findings["ways"])
        if way["steps"][0][0] == "per_vendor"
    )
    status, eased = _press(curator, address, "longgar", way=way)
    assert status == 303
    assert "8 karya diusulkan" in _page(curator, eased)
    form = _page(curator, _room(shop))
    assert re.search(r'name="per_vendor"[^>]*value="2"', form)
    assert re.search(r'name="new"[^>]*value="50"', form)
    assert _press(curator, address, "longgar", way=99)[0] == 422


def test_locked_pieces_stay_and_left_out_ones_stay_away(
    session: Session, curator: FlaskClient, shop: Shop
) -> None:
    worst, best = str(shop.products[5].id), str(shop.products[0].id)
    address = _compose(curator, shop, keep=[worst, "nonsense"], drop=[best])
    chosen = {piece["id"] for piece in _proposal(session).current}
    assert worst in chosen
    assert best not in chosen
    assert "Harga batas-batas ini" in _page(curator, address)


def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
    curator: FlaskClient, shop: Shop
) -> None:
    match = _TOKEN.search(_page(curator, _room(shop)))
    assert match is not None
    sent = {**FORM, "most": "3", "women": "abc", "words": "megamendung", "csrf_token": match[1]}
    answer = curator.post(f"{_room(shop)}/usulan", data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="megamendung"' in page
    assert 'href="#women"' in page
    sent["women"] = ""
    page = curator.post(f"{_room(shop)}/usulan", data=sent).get_data(as_text=True)
    assert "Angka paling banyak lebih kecil" in page
    sent |= {"most": "4", "green": "y"}
    page = curator.post(f"{_room(shop)}/usulan", data=sent).get_data(as_text=True)
    assert "Pilih pasar" in page
    sent |= {"green": "", "women": "50"}  # of six makers: the set would tell who they are
    page = curator.post(f"{_room(shop)}/usulan", data=sent).get_data(as_text=True)
    assert "susunan akan membuka siapa orangnya" in page


def test_others_read_and_change_nothing(
    session: Session, client: FlaskClient, curator: FlaskClient, shop: Shop
) -> None:
    address = _compose(curator, shop)
    session.rollback()  # the site has written since
    other = a_person(session, GrantSpec(Role.CURATOR, gallery_id=shop.galleries[1].id))
    signed_in(client, other)
    assert client.get(address).status_code == 404
    auditor = a_person(session, GrantSpec(Role.AUDITOR))
    signed_in(client, auditor)
    page = _page(client, address)
    assert "4 karya diusulkan" in page
    assert 'name="swap"' not in page
    assert "Susun lagi" not in page


def test_the_board_tells_shares_turns_and_who_waits(
    session: Session, curator: FlaskClient, shop: Shop
) -> None:
    shown = shop.products[:4]
    for _ in range(2):
        a_showcase(session, [a_section([an_item(product) for product in shown])])
    target = a_showcase(
        session,
        [a_section([an_item(shop.products[0])])],
        gallery_id=shop.galleries[0].id,
        status=ShowcaseStatus.PUBLISHED,
    )
    session.commit()
    page = _page(curator, "/pengurus/pemerataan")
    assert "4 karya" in page
    assert "Tidak ditampilkan: kurang dari lima usaha" in page  # two makers: nobody is told apart
    assert "batik 2" in page  # waits
    narrowed = _page(curator, "/pengurus/pemerataan?kategori=rotan&stok=1&hal=99")
    assert "Tidak ada yang menunggu" in narrowed
    here = f"/pengurus/pemerataan?lingkup=etalase:{target.id}"
    page = _page(curator, here)
    token = _TOKEN.findall(page)[0]
    sent = {"csrf_token": token, "showcase": str(target.id)}
    added = {**sent, "product": str(shop.products[8].id)}
    assert curator.post("/pengurus/pemerataan/tambah", data=added).status_code == 303
    assert curator.post("/pengurus/pemerataan/tambah", data=added).status_code == 422
    swap = {**sent, "out": str(shop.products[0].id), "into": str(shop.products[6].id)}
    assert curator.post("/pengurus/pemerataan/ganti", data=swap).status_code == 303
    assert curator.post("/pengurus/pemerataan/ganti", data=swap).status_code == 422
    session.rollback()
    draft = session.get_one(ShowcaseDraft, target.id)
    items = [item["product"] for block in draft.content["blocks"] for item in block["items"]]
    assert items == [str(shop.products[6].id), str(shop.products[8].id)]
    sheet = load_workbook(BytesIO(curator.get(f"{here.replace('?', '/unduh?')}").data)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Kecamatan", "Plered", "1", "100"] in [row[1:5] for row in rows]
    assert any("ditutup" in str(cell) for row in rows for cell in row)


@pytest.mark.stocked
def test_the_pool_holds_what_may_be_shown_and_asks_a_fixed_number_of_questions(
    session: Session, work: Work
) -> None:
    shop = a_shop(session, makers=3)
    shop.products[0].status = Status.ARCHIVED
    session.flush()

    def asked(**wishes: object) -> tuple[set[str], int]:
        session.expire_all()
        with count_statements() as seen:
            found = pool(work, shop.showcase, Wishes(**wishes))  # type: ignore[arg-type]  # wishes
        return {str(each.id) for each in found.candidates}, len(seen)

    few, statements = asked(market="MY")
    assert few == {str(key) for key in shop.ids[1:]}
    assert asked(theme=Theme(words="rotan", is_strict=True))[0] == {
        str(key) for key in shop.ids[1::2]
    }
    assert asked(theme=Theme(categories=("batik",)))[0] == {str(key) for key in shop.ids[2::2]}
    for _ in range(2):
        a_shop(session, makers=4)
    assert asked(market="MY")[1] <= statements
