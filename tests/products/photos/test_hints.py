"""Hints of a stored product: what the editor and the review desk are told."""

from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.products.queries.hints import hints_of, price_sample
from catalog.products.rules.status import Status
from tests.factories.media import an_image
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor


def test_the_usual_price_is_that_of_published_goods_of_its_kind(
    session: Session, work: Work
) -> None:
    batik, shoes = a_category(session, "batik"), a_category(session, "sepatu")
    vendor = a_vendor(session)
    for price in (80_000, 90_000, 100_000, 110_000, 5_000_000):
        a_product(session, vendor, batik, price=price)
    a_product(session, vendor, batik, price=1, status=Status.DRAFT)
    a_product(session, vendor, shoes, price=1)
    a_product(session, vendor, batik, price=None)
    own = a_product(session, vendor, batik, price=9)
    sample = price_sample(work, own)
    assert sample is not None
    assert (sample.median, sample.count) == (100_000, 5)
    assert price_sample(work, a_product(session, vendor, a_category(session, "gula"))) is None


def test_a_product_is_hinted_at_in_words_price_and_photos(session: Session, work: Work) -> None:
    vendor, batik = a_vendor(session), a_category(session, "batik")
    for _ in range(8):
        a_product(session, vendor, batik, price=100_000)
    own = an_image(session, look=5)
    theirs = an_image(session, look=5 ^ 0b11, warnings=["blur"], seen_at=work.now)
    a_product(session, vendor, batik, name="Syal biru", images=[own])
    a_product(session, a_vendor(session), batik, images=[an_image(session, look=~0)])
    product = a_product(
        session,
        vendor,
        batik,
        name="Batik terbaik",
        description="Hubungi 0812 3456 7890. Berat 300 gram, 2 m.",
        price=900_000,
        images=[own, theirs],
    )
    found = [(hint.code, hint.field) for hint in hints_of(work, product, "id")]
    assert ("claim.superlative", "name") in found
    assert ("text.phone", "description") in found
    assert ("price.high", "price") in found
    photos = [code for code, field in found if field == "photos"]
    assert photos == [
        "photo.few",
        "photo.own_twin",
        "photo.alt",
        "photo.blur",
        "photo.own_twin",
        "photo.alt",
    ]
