from html.parser import HTMLParser

import pytest
from flask import Flask

from catalog.settings import ROOT
from catalog.web.mails import write
from tests.notices.told import DEADLINE

FOLDER = ROOT / "templates" / "mail"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_has_a_subject_a_plain_text_and_html(name: str) -> None:
    found = {path.name for path in (FOLDER / name).iterdir()}
    assert found == {"subject.txt", "body.txt", "body.html"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _notice(app: Flask, language: str, title: str) -> tuple[str, str, str]:
    told = {"title": title, "text": "Teks", "url": "/usaha/0/izin", "next_step": "Buka"}
    with app.app_context():
        return write(
            "notice",
            language,
            told={**told, "deadline_on": DEADLINE.deadline_on},
            reader="Sekar",
            unsubscribe="https://x.example/s",
        )


def test_a_mail_speaks_its_readers_language_whoever_causes_it(app: Flask) -> None:
    with app.test_request_context("/en/kabar", headers={"Host": "127.0.0.1"}):
        subject, text, html = _notice(app, "id", "Judul")
    assert subject == "Judul"
    assert "Halo Sekar," in text
    assert '<html lang="id"' in html


def test_links_never_follow_the_host_header(app: Flask) -> None:
    with app.test_request_context("/", headers={"Host": "localhost"}):
        _subject, text, html = _notice(app, "en", "Title")
    assert "http://127.0.0.1:8000/en/usaha/0/izin" in text
    assert "localhost" not in text + html


def test_words_cannot_become_markup_or_headers(app: Flask) -> None:
    subject, _text, html = _notice(app, "id", "<script>x</script>\r\nBcc: y@contoh.example")
    assert "\n" not in subject
    assert "<script>" not in html


def test_html_loads_nothing_and_every_style_stands_in_its_attribute(app: Flask) -> None:
    page = _Page()
    page.feed(_notice(app, "id", "Judul")[2])
    tags = [tag for tag, _attributes in page.tags]
    assert {"img", "script", "link", "style", "iframe"}.isdisjoint(tags)
    assert tags.count("h1") == 1
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert all(str(link["style"]) for link in links)
    tables = [attributes for tag, attributes in page.tags if tag == "table"]
    assert {table["role"] for table in tables} == {"presentation"}
