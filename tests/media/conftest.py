"""A store in the test's own folder."""

from pathlib import Path

import pytest

from catalog.media.store import LocalStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store keeps its files."""
    return tmp_path / "uploads"


@pytest.fixture
def store(folder: Path) -> LocalStore:
    """An empty store."""
    return LocalStore(folder)
