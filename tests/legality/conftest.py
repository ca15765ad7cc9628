"""A store in the test's own folder, and a vendor."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalog.legality.rules import Scope
from catalog.media.store import LocalStore
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document_type
from tests.factories.vendors import a_vendor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store keeps its files."""
    return tmp_path / "uploads"


@pytest.fixture
def store(folder: Path) -> LocalStore:
    """An empty store."""
    return LocalStore(folder)


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A vendor with nothing in its wallet."""
    a_document_type(session, "nib")
    a_document_type(session, "pirt", default_scope=Scope.PRODUCT_TYPES)
    return a_vendor(session)
