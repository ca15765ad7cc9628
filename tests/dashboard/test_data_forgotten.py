"""What was told of a deleted business, and where it was, goes with it."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.mail.models import OutgoingMail
from catalog.mail.services import opened, post
from catalog.notices.models import NoticeRow
from catalog.products.models import Product
from catalog.vendors.models import Vendor, VendorList
from tests.dashboard.conftest import Chores, Home
from tests.factories.people import VAULT
from tests.factories.places import TRUSMI

LATER = timedelta(days=15)


def test_neither_the_village_nor_what_was_told_of_it_is_left(home: Home, chores: Chores) -> None:
    session = home.session
    slug = session.scalars(select(Product.slug)).first()
    for at, url in enumerate((f"/produk/{slug}", f"/produk/{slug}-lain", "/produk/tetangga")):
        session.add(NoticeRow(
            person_id=home.owner.id, url=url, key=f"k{at}", said_on=date(2026, 3, 3),
            created_at=datetime(2026, 3, 3, tzinfo=UTC), kind="products.published", title="t",
            text="t", values={},
        ))  # fmt: skip
    work = Work(session=session, now=utc_now(), vault=VAULT)
    for url in (f"/usaha/{home.vendor_id}/produk", f"/produk/{slug}", "/akun"):
        text = f"Lihat https://katalog.example{url}\n"
        post(work, to="sekar@contoh.example", language="id", subject="Kabar", text=text)
    row = VendorList(
        person_id=home.owner.id, name="daftar.csv", source="dinas", dated_on=date(2026, 3, 3),
        columns={}, decisions={}, report={"rows": [{"vendor_id": home.vendor_id}]},
        content=b"sealed", created_at=utc_now(),
    )  # fmt: skip
    session.add(row)
    session.commit()
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    session.rollback()
    assert session.get_one(Vendor, home.vendor.id).region_code == TRUSMI[:5]
    told = session.scalars(select(NoticeRow.url).where(NoticeRow.person_id == home.owner.id))
    assert set(told) == {"", f"/produk/{slug}-lain", "/produk/tetangga"}
    left = [opened(work, mail).text for mail in session.scalars(select(OutgoingMail))]
    assert [text for text in left if home.vendor_id in text or f"/produk/{slug}" in text] == []
    assert any("/akun" in text for text in left)
    assert session.get_one(VendorList, row.id).content is None
