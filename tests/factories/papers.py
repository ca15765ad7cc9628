"""Files of papers for tests, all made by code: honest ones and hostile ones."""

import zlib
from collections.abc import Sequence
from uuid import uuid4

from catalog.kernel.vault import Vault
from catalog.legality.rules import FileKind
from catalog.legality.services.files import PreparedFile

_VAULT = Vault([b"t" * 32])


def a_pdf(
    *,
    pages: int = 1,
    extra: bytes = b"",
    trailer: bytes = b"",
    packed: bytes | None = None,
    text: bytes = b"BT ET",
) -> bytes:
    """Return a PDF file; ``extra`` are more objects, ``packed`` lie in an object stream."""
    kids = b" ".join(b"%d 0 R" % (at + 10) for at in range(pages))
    parts = [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Count %d /Kids [%s] >>\nendobj\n" % (pages, kids),
    ]
    parts += [
        b"%d 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n" % (at + 10)
        for at in range(pages)
    ]
    content = zlib.compress(text)
    parts.append(_stream(4, b"/Filter /FlateDecode", content))
    if packed is not None:
        parts.append(_stream(5, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed))
    parts += [extra, b"trailer\n<< /Root 1 0 R %s >>\nstartxref\n9\n%%%%EOF\n" % trailer]
    return b"".join(parts)


def _stream(number: int, entries: bytes, body: bytes) -> bytes:
    return b"%d 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(body),
        entries,
        body,
    )


def a_prepared_file(seed: str = "", *, vault: Vault = _VAULT) -> PreparedFile:
    """Return a file as if it had been examined; nothing lies in a store."""
    file_id = uuid4()
    return PreparedFile(
        id=file_id,
        kind=FileKind.JPEG,
        size=1234,
        pages=1,
        print=vault.fingerprint(seed or file_id.hex, purpose="document.file"),
        name_sealed=vault.seal("nib.jpg", bound_to=f"document_file.name:{file_id}"),
        key=f"private/papers/{file_id.hex[:2]}/{file_id.hex}",
    )


def some_files(count: int) -> Sequence[PreparedFile]:
    """Return so many different files."""
    return [a_prepared_file(str(at)) for at in range(count)]
