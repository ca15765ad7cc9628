"""Contacts lie sealed: those that were there before too, and both ways."""

from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.vendors.queries import contact, find_known
from catalog.vendors.services import ContactDraft, keep_contact
from tests.databases import Databases, close, opened, settings_for
from tests.factories.vendors import a_contact, a_vendor

VENDORS = ("11111111111111111111111111111111", "22222222222222222222222222222222")
PHONE = "+6281234567890"


def test_a_contact_comes_back_as_it_was_kept(session: Session, work: Work) -> None:
    vendor = a_vendor(session)
    given = keep_contact(work, vendor.id, ContactDraft(phone=PHONE, owner_name="Sekar"))
    assert given == ["owner_name", "phone"]
    keep_contact(work, vendor.id, ContactDraft(owner_name=""))  # removes it, leaves the phone
    kept = contact(work, vendor.id)
    assert (kept.owner_name, kept.phone) == ("", PHONE)


def test_no_two_vendors_have_one_number(session: Session, work: Work) -> None:
    one, other = a_vendor(session, name="Batik Rara"), a_vendor(session)
    a_contact(session, one, phone=PHONE)
    with pytest.raises(RuleBroken) as told:
        keep_contact(work, other.id, ContactDraft(phone=PHONE))
    assert told.value.field == "phone"
    assert told.value.values == {"name": "Batik R•••"}
    keep_contact(work, one.id, ContactDraft(phone=PHONE))  # its own is no double
    found = find_known(work, phone=PHONE)
    assert found
    assert found.vendor_id == one.id


def _open(app: Flask, column: str, sealed: bytes, vendor: str) -> str:
    bound = f"vendor_contact.{column}:{'-'.join((vendor[:8], *[vendor[:4]] * 3, vendor[:12]))}"
    return str(app.extensions["catalog_vault"].open_text(sealed, bound_to=bound))


def test_what_was_readable_is_sealed_by_the_migration_and_opened_by_going_back(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        flask_migrate.upgrade(revision="0004")
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(
            text("INSERT INTO region (code, name, kind) VALUES ('00', 'x', 'outside')")
        )
        for place, vendor in enumerate(VENDORS):
            connection.execute(
                text(
                    "INSERT INTO vendor (id, slug, name, status, region_code, capacity, pause_note,"
                    " is_sample, joined_at, updated_at) VALUES (:id, :slug, 'x', 'active', '00',"
                    " '{}', '{}', false, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
                ),
                {"id": vendor, "slug": f"usaha-{place}"},
            )
            connection.execute(
                text(
                    "INSERT INTO vendor_contact (vendor_id, owner_name, phone, email, address)"
                    " VALUES (:id, 'Sekar Rahasia', :phone, '', 'Gang Serambi')"
                ),
                {"id": vendor, "phone": PHONE},
            )
    with app.app_context():
        flask_migrate.upgrade(revision="0005")
    with opened(url) as engine, engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT owner_name, phone, phone_hash, email FROM vendor_contact ORDER BY vendor_id"
            )
        ).all()
    assert all(b"Rahasia" not in bytes(row.owner_name) for row in rows)
    assert _open(app, "owner_name", bytes(rows[0].owner_name), VENDORS[0]) == "Sekar Rahasia"
    print_of = app.extensions["catalog_vault"].fingerprint(PHONE, purpose="phone")
    assert [row.phone_hash for row in rows] == [print_of, None]  # the second of two equal ones
    assert rows[0].email is None
    with app.app_context():
        flask_migrate.downgrade(revision="0004")
    with opened(url) as engine, engine.connect() as connection:
        rows = connection.execute(text("SELECT owner_name, phone, email FROM vendor_contact")).all()
    assert {tuple(row) for row in rows} == {("Sekar Rahasia", PHONE, "")}
    close(app)
    databases.drop(url)
