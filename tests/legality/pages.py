"""The wallet as a browser uses it."""

import io

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.legality.models import Document
from catalog.vendors.models import Vendor
from tests.media import pictures

NIB = "1112210007923"
PHOTO = pictures.saved(pictures.scene((900, 600)))


def begun(owner: FlaskClient, session: Session, vendor: Vendor, code: str = "nib") -> Document:
    """Begin a paper as a browser does, and return it."""
    answer = owner.post(f"/usaha/{vendor.id}/izin/baru", data={"type": code})
    assert answer.status_code == 302
    session.rollback()
    mine = (Document.type_code == code, Document.vendor_id == vendor.id)
    return session.scalars(select(Document).where(*mine)).one()


def fields(document: Document, **changes: object) -> dict[str, object]:
    """Return what the form of a complete paper sends."""
    return {
        "version": str(document.version),
        "number": NIB,
        "holder_name": "Sekar",
        "issued_on": "5 Jan 2026",
        "is_open_ended": "y",
        "scope": "vendor",
        "action": "send",
        **changes,
    }


def saved(owner: FlaskClient, document: Document, **changes: object) -> TestResponse:
    """Send the form of a paper."""
    sent = {name: value for name, value in fields(document, **changes).items() if value}
    return owner.post(
        f"/usaha/{document.vendor_id}/izin/{document.id}/ubah",
        data=sent,
        content_type="multipart/form-data",
    )


def a_file(data: bytes = PHOTO, name: str = "nib.jpg") -> tuple[io.BytesIO, str]:
    """Return a file as a form sends it."""
    return io.BytesIO(data), name
