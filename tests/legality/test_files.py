"""The files of papers: what is let in, how it is kept, and what becomes of it."""

import io
import os
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from catalog.db.work import Work, committed
from catalog.kernel.vault import Vault
from catalog.legality.models import DocumentFile
from catalog.legality.rules import FileKind, FilePurpose
from catalog.legality.services import files, wallet
from catalog.legality.services.files import KEEPER, FileDamaged, FileRefused, prepare
from catalog.media.store import LocalStore
from catalog.media.tidy import tidy
from tests.factories.legality import a_document
from tests.factories.papers import a_pdf
from tests.media import pictures

VAULT = Vault([b"t" * 32])


def _row(work: Work, store: LocalStore, data: bytes, name: str = "nib.pdf") -> DocumentFile:
    document = a_document(work.session)
    wallet.add_files(work, document, [prepare(data, name, store=store, vault=work.vault)])
    return document.files[0]


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (a_pdf(), FileKind.PDF, 1),
        (a_pdf(pages=50), FileKind.PDF, 50),
        (b"\n" + a_pdf(), FileKind.PDF, 1),
        (pictures.saved(pictures.scene()), FileKind.JPEG, 1),
        (pictures.saved(pictures.scene(), "PNG"), FileKind.JPEG, 1),
        (pictures.heic(pictures.scene()), FileKind.JPEG, 1),
        (pictures.gossiping_jpeg(), FileKind.JPEG, 1),
    ],
)
def test_papers_as_people_have_them_are_taken_in(
    store: LocalStore, data: bytes, kind: FileKind, pages: int
) -> None:
    made = prepare(data, "berkas", store=store, vault=VAULT)
    assert (made.kind, made.pages) == (kind, pages)
    assert store.exists(made.key)


JAVASCRIPT = b"9 0 obj\n<< /S /JavaScript /JS (app.alert) >>\nendobj\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (a_pdf(extra=JAVASCRIPT), "form, a program"),
        (a_pdf(extra=b"9 0 obj\n<< /S /J#61vaScript /J#53 (x) >>\nendobj\n"), "form, a program"),
        (a_pdf(extra=b"9 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n"), "form, a program"),
        (a_pdf(extra=b"9 0 obj\n<< /EmbeddedFiles 8 0 R >>\nendobj\n"), "form, a program"),
        (a_pdf(packed=zlib.compress(b"9 0 << /S /JavaScript /JS (x) >>")), "form, a program"),
        (a_pdf(packed=zlib.compress(bytes(80 << 20))), "damaged"),
        (a_pdf(packed=b"not deflated"), "damaged"),
        (a_pdf(trailer=b"/Encrypt 7 0 R"), "locked"),
        (a_pdf(pages=51), "more than 50 pages"),
        (a_pdf(pages=0), "damaged"),
        (a_pdf()[:-40], "damaged"),
        (b"%PDF-1.7", "damaged"),
        (b"PK\3\4" + bytes(300), "Send a PDF"),
        (b"MZ" + bytes(300), "Send a PDF"),
        (b"<html><script>alert(1)</script></html>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"GIF89a" + bytes(300), "GIF"),
        (pictures.saved(pictures.scene())[:2000], "damaged"),
        (pictures.png((60_000, 60_000)), "too many pixels"),
        (pictures.many_scans(), "too long to read"),
        (pictures.text_bomb(), ""),
        (bytes(10 * 1024 * 1024 + 1), "10 MB"),
    ],
)
def test_everything_else_gets_a_sentence_and_leaves_nothing(
    store: LocalStore, data: bytes, word: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        prepare(data, "x.pdf", store=store, vault=VAULT)
    assert word in str(refused.value)
    assert refused.value.field == "files"
    assert list(store.list("private")) == []


def test_a_word_that_only_looks_like_code_inside_a_picture_is_no_reason_to_refuse(
    store: LocalStore,
) -> None:
    data = a_pdf(extra=b"8 0 obj\n<< /Length 30 >>\nstream\nxx/JavaScript /JS /Launch xx\n"
                       b"endstream\nendobj\n")  # fmt: skip
    assert prepare(data, "x.pdf", store=store, vault=VAULT).pages == 1


def test_nothing_of_the_old_picture_but_its_pixels_is_kept(work: Work, store: LocalStore) -> None:
    file = _row(work, store, pictures.gossiping_jpeg(), "KTP Sekar.jpg")
    opened = files.content(file, store=store, vault=work.vault)
    assert pictures.SECRET not in opened
    with Image.open(io.BytesIO(opened)) as picture:
        assert dict(picture.getexif()) == {}
        assert max(picture.size) <= 2600


def test_a_polyglot_loses_its_second_half(work: Work, store: LocalStore) -> None:
    data = pictures.saved(pictures.scene()) + b"PK\3\4<script>alert(1)</script>"
    file = _row(work, store, data)
    assert b"<script>" not in files.content(file, store=store, vault=work.vault)


def test_what_lies_on_the_disk_tells_nothing(work: Work, store: LocalStore, folder: Path) -> None:
    file = _row(work, store, a_pdf(text=b"Siti Aminah"), "KTP Siti Aminah.pdf")
    raw = (folder / file.key).read_bytes()
    assert b"%PDF" not in raw
    assert oct((folder / file.key).stat().st_mode)[-3:] == "600"
    assert b"Siti" not in file.name_sealed
    assert files.name(file, vault=work.vault) == "KTP Siti Aminah.pdf"
    assert "siti" not in files.safe_name(file, "ktp")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\Siti\\nib.pdf", "nib.pdf"),
        ("../../etc/passwd", "passwd"),
        ("", "berkas"),
        ("a\u202egpj.exe\x00", "agpj.exe"),
        ("n" * 500, "n" * 120),
    ],
)
def test_names_are_cleaned(work: Work, store: LocalStore, name: str, kept: str) -> None:
    assert files.name(_row(work, store, a_pdf(), name), vault=work.vault) == kept


def test_a_file_that_was_tampered_with_says_so(work: Work, store: LocalStore, folder: Path) -> None:
    file = _row(work, store, a_pdf())
    path = folder / file.key
    good = path.read_bytes()
    for bad in (good[:-1] + bytes([good[-1] ^ 1]), good[:20], b"", b"\0" * 4 + good[4:]):
        path.write_bytes(bad)
        with pytest.raises(FileDamaged, match="can no longer be opened"):
            files.content(file, store=store, vault=work.vault)
    path.unlink()
    with pytest.raises(FileDamaged):
        files.content(file, store=store, vault=work.vault)


def test_the_content_of_one_file_does_not_open_for_another(
    work: Work, store: LocalStore, folder: Path
) -> None:
    one, other = _row(work, store, a_pdf()), _row(work, store, a_pdf(pages=2))
    (folder / one.key).write_bytes((folder / other.key).read_bytes())
    with pytest.raises(FileDamaged):
        files.content(one, store=store, vault=work.vault)


def _age(folder: Path, hours: int) -> None:
    moment = datetime.now(UTC).timestamp() - hours * 3600
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_a_file_whose_row_never_came_goes_after_a_day(
    session: Session, store: LocalStore, folder: Path
) -> None:
    now = Work(session=session, now=datetime.now(UTC), vault=VAULT)
    with committed(now):
        kept = _row(now, store, a_pdf())
    lost = prepare(a_pdf(pages=2), "x.pdf", store=store, vault=VAULT)  # killed before its commit
    _age(folder, 23)
    with committed(now):
        tidy(now, store=store, keepers=[KEEPER])
    assert store.exists(lost.key)  # its form may still be on its way
    with committed(Work(session=session, now=now.now + timedelta(hours=2))) as later:
        done = tidy(later, store=store, keepers=[KEEPER])
    assert done.orphan_files == 1
    assert (store.exists(kept.key), store.exists(lost.key)) == (True, False)


def test_the_same_file_is_not_kept_twice(work: Work, store: LocalStore) -> None:
    document = a_document(work.session)
    once = [prepare(a_pdf(), "a.pdf", store=store, vault=work.vault)]
    again = [prepare(a_pdf(), "b.pdf", store=store, vault=work.vault)]
    assert wallet.add_files(work, document, once) == 1
    assert wallet.add_files(work, document, again) == 0
    assert len(document.files) == 1
    assert document.files[0].purpose is FilePurpose.PAPER
