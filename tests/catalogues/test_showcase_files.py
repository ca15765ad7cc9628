"""A curator has files made of a showcase; buyers get what is released, as long as it is true."""

import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from catalog.audit.models import AuditEntry
from catalog.catalogues import jobs
from catalog.catalogues.models import CatalogueFile, CatalogueRelease
from catalog.catalogues.queries.stories import Story
from catalog.catalogues.rules.files import FileKind, FileState, Options, Scope, Spoken
from catalog.catalogues.rules.words import day
from catalog.catalogues.services import keeping
from catalog.catalogues.services.booklet import Booklet, Material
from catalog.catalogues.services.facts import Site
from catalog.db.work import Work
from catalog.jobs.models import Job
from catalog.kernel.actor import OPERATOR, Role
from catalog.kernel.clock import utc_now
from catalog.kernel.text import LocalText
from catalog.legality.models import Document
from catalog.products.models import Product, ProductMarket
from catalog.products.rules.status import Status
from catalog.showcases.rules import ShowcaseStatus
from catalog.taxonomy.models import Market
from tests.catalogues.conftest import ENGLISH, HOSTILE, SITE, TODAY, Desk, codes_of, words_of
from tests.factories.people import VAULT

CATALOGUE = {
    "catalogue__spoken": "both",
    "catalogue__per_page": "4",
    "catalogue__edges": "marks",
    "catalogue__shows_price": "y",
}

READY = {
    "SG": ("Singapura", "Singapore"),
    "MY": ("Malaysia", "Malaysia"),
    "AE": ("Uni Emirat Arab", "United Arab Emirates"),
    "JP": ("Jepang", "Japan"),
    "EU": ("Uni Eropa", "European Union"),
}
PUBLIC = "/etalase/awan-sabar/katalog.pdf"


def _files(desk: Desk) -> list[CatalogueFile]:
    desk.session.rollback()
    return list(desk.session.scalars(select(CatalogueFile).order_by(CatalogueFile.asked_at)))


def _asked(desk: Desk, kind: str, **values: object) -> CatalogueFile:
    assert desk.send(desk.curator(), f"{desk.room}/{kind}", **values).status_code == 303
    desk.work_off()
    found = next(file for file in _files(desk) if file.kind == kind)
    assert (found.state, found.failure) == (FileState.READY, "")
    return found


def _ready(desk: Desk, products: Sequence[Product]) -> None:
    for place, (code, (name, english)) in enumerate(READY.items()):
        desk.session.add(Market(code=code, name=LocalText(id=name, en=english), position=place))
        desk.session.flush()
        desk.session.add_all(
            ProductMarket(product_id=product.id, market_code=code, checked_on=TODAY)
            for product in products
        )
    desk.session.commit()


def test_the_catalogue_holds_every_piece_its_words_as_they_stand_and_codes_that_lead_home(
    desk: Desk,
) -> None:
    _ready(desk, desk.products[:1])
    file = _asked(desk, "catalogue", **CATALOGUE)
    document = desk.content(file)
    pages = words_of(document)
    told = " ".join(pages)
    for text in (HOSTILE, ENGLISH[0], "Batik Rara *Sekar*", "Biru #1", "#let x = 1, *tujuh* lapis"):
        assert text in told
    assert "The Patient Cloud" in pages[0]
    assert "US$29.50 FOB Tanjung Priok" in told  # the lowest that holds, not the one that is over
    assert "NIB" in told
    assert "Singapura / Singapore" in told
    assert told.count("+2") == 1  # three are named, the others counted
    assert day(TODAY, "id") in pages[-1]
    assert file.pages == len(pages) == 7
    assert file.size == len(document)
    codes = [code for page in codes_of(document) for code in page]
    assert sorted(codes) == sorted(
        [f"{SITE}/etalase/awan-sabar", *(f"{SITE}/p/{each.code}" for each in desk.products)]
    )
    taken = desk.send(desk.curator(), f"{desk.room}/{file.id}/unduh")
    assert f"-awan-sabar-id-en-{TODAY}.pdf" in taken.headers["Content-Disposition"]
    contents, makers = pages[1], pages[-2]
    assert re.search(r"Topeng empat Rotan Tegal Jaya 5", contents)
    assert re.search(r"Batik Rara \*Sekar\*.*4, 5", makers)
    with pypdfium2.PdfDocument(document) as opened:
        trim = opened[0].get_trimbox()
        assert [round(side / 72 * 25.4) for side in trim] == [9, 9, 219, 306]
        drawn = [each for each in opened[0].get_objects() if isinstance(each, pypdfium2.PdfImage)]
        assert min(min(each.get_px_size()) for each in drawn) >= 1000


def test_a_working_copy_without_a_title_is_set_all_the_same() -> None:
    story = Story(title=LocalText(), slug="baru", chapters=())
    material = Material(story=story, goods={}, gallery=None, today=TODAY)
    booklet = Booklet(material, Options(), Site("Sarumban", SITE), lambda message, _code: message)
    assert booklet.data["title"] == ["Sarumban"]  # the cover reads the first


def test_buyers_download_what_a_curator_has_released(
    desk: Desk,
) -> None:
    file = _asked(desk, "catalogue", **CATALOGUE | {"catalogue__spoken": "id"})
    curator = desk.curator()
    release = f"{desk.room}/{file.id}/tawarkan"
    for status in (ShowcaseStatus.DRAFT, ShowcaseStatus.PUBLISHED):
        assert desk.session.scalars(select(CatalogueRelease)).all() == []
        desk.showcase.status = status
        desk.session.commit()
        assert desk.send(curator, release).status_code == 303
    reader = desk.app.test_client()
    answer = reader.get(f"/en{PUBLIC}")
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")
    assert answer.data == desk.content(file)
    again = reader.get(PUBLIC, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "katalog.pdf" in reader.get("/etalase/awan-sabar").text
    assert curator.get(desk.room).text.count("Dapat diunduh pembeli") == 1
    newest = desk.session.scalars(select(CatalogueRelease)).one().file_id
    assert desk.send(curator, f"{desk.room}/{newest}/tarik").status_code == 303
    assert reader.get(PUBLIC).status_code == 404
    told = set(desk.session.scalars(select(AuditEntry.action)))
    assert {"catalogues.ask", "catalogues.release", "catalogues.withdraw"} <= told


def test_a_piece_that_may_not_be_shown_takes_the_catalogue_away_until_the_night_makes_it_anew(
    desk: Desk,
) -> None:
    file = _asked(desk, "catalogue", **CATALOGUE | {"catalogue__spoken": "id"})
    curator = desk.curator()
    assert desk.send(curator, f"{desk.room}/{file.id}/tawarkan").status_code == 303
    reader = desk.app.test_client()
    assert reader.get(PUBLIC).status_code == 200
    gone = desk.products[3]
    gone.status = Status.ARCHIVED
    desk.session.commit()
    assert reader.get(PUBLIC).status_code == 404  # at once, without any job
    assert "katalog.pdf" not in reader.get("/etalase/awan-sabar").text
    assert "Lebih lama daripada etalasenya" in curator.get(desk.room).text
    with desk.app.app_context():
        work = Work(session=desk.session, now=utc_now(), actor=OPERATOR, vault=VAULT)
        jobs.renew(work)
        desk.session.commit()
    desk.work_off()
    fresh = reader.get(PUBLIC)
    assert fresh.status_code == 200
    assert "Topeng empat" not in " ".join(words_of(fresh.data))
    assert "Tas lima" in " ".join(words_of(fresh.data))
    desk.session.execute(update(Document).values(valid_until=TODAY - timedelta(days=1)))
    desk.session.commit()
    assert reader.get(PUBLIC).status_code == 404  # it names a permit that has run out
    assert "Lebih lama daripada etalasenya" in curator.get(desk.room).text


def test_the_line_sheet_is_reckoned_with(desk: Desk) -> None:
    file = _asked(desk, "line_sheet", line_sheet__spoken="en")
    book = load_workbook(BytesIO(desk.content(file)))
    goods, steps, about = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    row = dict(zip(goods[0], goods[1], strict=True))
    assert row["Product"] == ENGLISH[0]
    assert row["HS code"] == "5208.52"
    assert row["Pieces a carton"] == 40
    assert row["Carton (m³)"] == pytest.approx(0.072)
    assert (row["Lowest FOB price"], row["Currency"]) == (29.5, "USD")
    assert row["Gross weight of a carton (kg)"] == 11
    assert row["Passport of the product"] == f"{SITE}/p/{desk.products[0].code}"
    assert row["Lead time"] == "14–21 days"
    assert [step[3:6] for step in steps[1:]] == [(50, 199, 34), (200, None, 29.5)]
    assert about[2][1] == f"{SITE}/en/etalase/awan-sabar"
    assert about[0][1] == desk.showcase.title.best("en")
    assert not any(
        cell.data_type == "f" for sheet in book for cells in sheet.iter_rows() for cell in cells
    )


def test_the_pictures_are_cleaned_named_by_code_and_credited(desk: Desk) -> None:
    file = _asked(desk, "pictures", pictures__spoken="id")
    with zipfile.ZipFile(BytesIO(desk.content(file))) as found:
        names = found.namelist()
        assert len([name for name in names if name.endswith(".jpg")]) == 5
        assert f"{desk.products[1].code}-kain-dua-1.jpg" in names
        credits_list = found.read("kredit-credits.csv").decode("utf-8-sig")
        assert "Batik Rara *Sekar*" in credits_list
        picture = found.read(f"{desk.products[1].code}-kain-dua-1.jpg")
    assert picture[:3] == b"\xff\xd8\xff"
    assert b"Exif" not in picture


def test_the_same_wish_is_made_once_and_a_killed_worker_leaves_no_half_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    curator = desk.curator()
    for _ in range(2):
        assert desk.send(curator, f"{desk.room}/catalogue", **CATALOGUE).status_code == 303
    (file,) = _files(desk)
    assert "Menunggu giliran" in curator.get(desk.room).text
    put = type(desk.store).put

    def killed(_store: object, _key: str, _data: bytes | Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(desk.store), "put", killed)
    with pytest.raises(KeyboardInterrupt):
        desk.work_off()
    assert list(desk.store.list("private/catalogues")) == []
    assert _files(desk)[0].state is FileState.WAITING
    monkeypatch.setattr(type(desk.store), "put", put)
    desk.work_off(utc_now() + timedelta(hours=1))
    (file,) = _files(desk)
    assert file.state is FileState.READY
    first = desk.content(file)
    monkeypatch.setattr(keeping, "_kept", lambda *_args, **_facts: False)
    desk.session.execute(update(CatalogueFile).values(state=FileState.WAITING))
    desk.session.commit()
    with desk.app.app_context():  # a worker that was taken for dead comes second: it spoils nothing
        work = Work(session=desk.session, now=utc_now(), actor=OPERATOR, vault=VAULT)
        jobs.make(work, file_id=file.id)
    desk.session.execute(update(CatalogueFile).values(state=FileState.READY))
    desk.session.commit()
    with desk.app.app_context():  # the job comes once more: nothing is made twice
        work = Work(session=desk.session, now=utc_now(), actor=OPERATOR, vault=VAULT)
        jobs.make(work, file_id=file.id)
    assert desk.content(file) == first
    assert desk.session.scalars(select(Job.state).where(Job.name == "catalogues.make")).one()


def test_a_file_is_taken_by_those_who_may_noted_and_gone_after_a_month(desk: Desk) -> None:
    file = _asked(desk, "line_sheet", line_sheet__spoken="id")
    curator = desk.curator()
    taken = desk.send(curator, f"{desk.room}/{file.id}/unduh")
    assert taken.data == desk.content(file)
    assert taken.headers["Cache-Control"] == "no-store"
    assert f"daftar-dagang-awan-sabar-id-{TODAY}.xlsx" in taken.headers["Content-Disposition"]
    noted = desk.session.scalars(select(AuditEntry.action).order_by(AuditEntry.happened_at)).all()
    assert "catalogues.download" in noted
    stranger = desk.member(Role.VENDOR)
    assert stranger.get(desk.room).status_code == 404
    assert desk.send(curator, f"{desk.room}/{file.id}/tawarkan").status_code == 303
    assert desk.session.scalars(select(CatalogueRelease)).all() == []  # no catalogue: not offered
    work = Work(
        session=desk.session, now=utc_now() + timedelta(days=31), actor=OPERATOR, vault=VAULT
    )
    key = file.key
    keeping.tidy(work, store=desk.store)
    desk.session.flush()
    assert desk.session.get(CatalogueFile, file.id) is None
    for task in work._afterwards:  # noqa: SLF001  # what waits for the commit
        task()
    assert not desk.store.exists(key)


def test_nothing_to_show_is_said_and_nothing_is_made(desk: Desk) -> None:
    for product in desk.products:
        product.status = Status.DRAFT
    desk.session.commit()
    answer = desk.send(desk.curator(), f"{desk.room}/catalogue", **CATALOGUE)
    assert answer.status_code == 422
    assert "Tidak ada yang dapat dicetak" in answer.text
    assert re.search(r'<input checked id="catalogue-per_page-2"', answer.text)  # as it was chosen
    assert _files(desk) == []


def test_a_file_whose_goods_are_gone_meanwhile_says_why(desk: Desk) -> None:
    work = Work(session=desk.session, now=utc_now(), actor=OPERATOR, vault=VAULT)
    scope = (Scope.SHOWCASE, desk.showcase.id)
    file = keeping.ask(work, scope, FileKind.LABELS, Options(spoken=Spoken.ID))
    for product in desk.products:
        product.status = Status.ARCHIVED
    desk.session.commit()
    desk.work_off()
    desk.session.refresh(file)
    assert file.state is FileState.FAILED
    assert "Tidak jadi dibuat" in desk.curator().get(desk.room).text
