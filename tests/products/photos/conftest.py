"""A maker at her phone, with a draft, and a folder for the pictures."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.media.store import LocalStore
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.media.pictures import photo, saved

JSON = {"Accept": "application/json"}


def jpeg(seed: int = 1, size: tuple[int, int] = (900, 900)) -> bytes:
    """Return a photo unlike those of other seeds."""
    return saved(photo(size, seed), quality=80)


@dataclass
class Maker:
    """A signed-in maker and her draft."""

    client: FlaskClient
    vendor: Vendor
    product: Product
    session: Session

    @property
    def url(self) -> str:
        """Return the address of the photo step."""
        return f"/usaha/{self.vendor.id}/produk/{self.product.id}/foto"

    def send(
        self, *files: tuple[str, bytes], json: bool = False, batch: UUID | None = None, **more: str
    ) -> TestResponse:
        """Send files as the form does, or as the script does."""
        token = {"csrf_token": self.token()}
        data: dict[str, object] = {"kiriman": str(batch or uuid4()), **token, **more}
        data["photos"] = [FileStorage(BytesIO(content), name) for name, content in files]
        # Not left to the client, which lays large bodies into a file that it never closes.
        boundary, body = encode_multipart(data)
        return self.client.post(
            self.url,
            data=body,
            content_type=f"multipart/form-data; boundary={boundary}",
            headers=JSON if json else {},
        )

    def press(self, path: str, data: dict[str, str]) -> TestResponse:
        """Send a form of the photo step."""
        return self.client.post(f"{self.url}/{path}", data={"csrf_token": self.token(), **data})

    def post(self, path: str, *, json: bool = False, **data: str) -> TestResponse:
        """Press a button of the photo step."""
        data = {"csrf_token": self.token(), **data}
        return self.client.post(f"{self.url}/{path}", data=data, headers=JSON if json else {})

    def token(self) -> str:
        """Return the token of the maker's forms; empty where there is no such page."""
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', self.client.get(self.url).text)
        return found[1] if found else ""

    def photos(self) -> list[UUID]:
        """Return the ids of the stored photos in their order."""
        self.session.rollback()
        self.session.refresh(self.product)
        return [row.id for row in self.product.images]


@pytest.fixture
def maker(app: Flask, session: Session) -> Maker:
    """A maker with an empty draft."""
    vendor = a_vendor(session)
    product = a_product(session, vendor, status=Status.DRAFT, published_at=None, images=[])
    person = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    return Maker(signed_in(app.test_client(), person), vendor, product, session)


@pytest.fixture
def store(app: Flask) -> LocalStore:
    """The store of the site."""
    found: LocalStore = app.extensions["catalog_store"]
    return found


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """The folder of the store."""
    return tmp_path / "uploads"
