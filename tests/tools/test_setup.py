"""Setting up a fresh clone: the icon sprite and the memory of what is installed."""

from pathlib import Path

import pytest

from tools import setup


def test_an_icon_list_may_hold_comments_and_doubles() -> None:
    assert setup.icon_names("# basics\nheart\n\nclock # hours\nheart\n") == ["clock", "heart"]


def test_an_icon_that_phosphor_lacks_is_named() -> None:
    with pytest.raises(setup.SetupError, match="no-such-icon"):
        setup.sprite(["no-such-icon"])


def test_a_changed_list_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "installed.json")
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1")
    setup.Stamps().set(requirements=setup.mark_of(lock))
    assert setup.Stamps().has("requirements", setup.mark_of(lock))
    lock.write_text("a==2")
    assert not setup.Stamps().has("requirements", setup.mark_of(lock))
