"""The translations' tool keeps what it is given and refuses what would break a page."""

import gettext
from pathlib import Path

import pytest

from tools import messages


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two templates with an empty catalogue."""
    po = tmp_path / "translations" / "id" / "LC_MESSAGES" / "messages.po"
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        '{{ _("Minimum order") }} {{ ngettext("%(num)s maker", "%(num)s makers", n) }}'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "FOLDER", po.parents[2])
    monkeypatch.setattr(messages, "PO", po)
    monkeypatch.setattr(messages.extracted, "__defaults__", (tmp_path,))
    return po


def _read(catalogue: Path) -> gettext.GNUTranslations:
    with catalogue.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_is_set_is_what_the_site_reads(catalogue: Path) -> None:
    messages.set_messages({"Minimum order": "Pesanan minimum", "%(num)s maker": "%(num)s perajin"})
    read = _read(catalogue)
    assert read.gettext("Minimum order") == "Pesanan minimum"
    assert read.ngettext("%(num)s maker", "%(num)s makers", 5) == "%(num)s perajin"
    assert messages.missing() == []


def test_gaps_are_listed() -> None:
    messages.set_messages({"Minimum order": "Pesanan minimum"})
    assert messages.missing() == [("%(num)s maker", "%(num)s makers")]


def test_a_lost_placeholder_is_refused(catalogue: Path) -> None:
    with pytest.raises(messages.MessagesError, match="placeholders differ"):
        messages.set_messages({"%(num)s maker": "perajin"})
    assert not catalogue.exists()


def test_a_text_for_a_page_that_is_not_written_yet_waits_for_it(catalogue: Path) -> None:
    assert messages.set_messages({"Opening hours": "Jam buka"}) == ["Opening hours"]
    page = catalogue.parents[3] / "templates" / "b.html"
    page.write_text('{{ _("Opening hours") }}')
    messages.set_messages({"Minimum order": "Pesanan minimum"})
    assert _read(catalogue).gettext("Opening hours") == "Jam buka"


def test_a_page_that_cannot_be_read_loses_no_translation(catalogue: Path) -> None:
    messages.set_messages({"Minimum order": "Pesanan minimum"})
    page = catalogue.parents[3] / "templates" / "a.html"
    whole = page.read_text()
    page.write_text("{% if %}{{ broken")
    messages.set_messages({})
    page.write_text(whole)
    messages.set_messages({})
    assert _read(catalogue).gettext("Minimum order") == "Pesanan minimum"
