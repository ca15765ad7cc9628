"""Takes everything of a vendor along as one ZIP, sealed where it lies, for a week."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.audit.services import record, record_view
from catalog.dashboard.models import DataExport, ExportState
from catalog.dashboard.queries.data import DOWNLOADED
from catalog.dashboard.rules.retention import EXPORT_KEPT, EXPORT_LATEST, EXPORTS_A_DAY
from catalog.dashboard.services.content import HEADINGS, Content, Enclosed, FileKind, content_of
from catalog.dashboard.services.readme import README
from catalog.dashboard.services.sealed import SealedWriter, opened, sealed_file
from catalog.db.work import Work
from catalog.jobs.services import enqueue, step
from catalog.kernel.clock import WIB
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, slugify
from catalog.kernel.vault import VaultError
from catalog.legality.models import DocumentFile
from catalog.legality.services.files import FileDamaged
from catalog.legality.services.files import content as paper_content
from catalog.media.store import Store
from catalog.media.tidy import FILE_GRACE, Keeper
from catalog.notices.services import Notice, notify
from catalog.sheets.writing import csv_bytes, xlsx_bytes
from catalog.vendors.models import Vendor
from catalog.web.limits import allow

JOB = "dashboard.export"
MISSING = N_("This file is no longer here. Ask for a new one.")
WAITS = N_("Your data is being put together already. You are told when it is ready.")
_COPY = 1024 * 1024
_TOLD_EVERY = 10  # files; then the progress is written down


class Unreadable(RuleBroken):
    """The export is gone or damaged."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def ask(work: Work, vendor: Vendor) -> DataExport:
    """Have everything put together by the worker; RuleBroken while that is being done."""
    stuck = (DataExport.vendor_id == vendor.id, DataExport.expires_at <= work.now)
    work.session.execute(delete(DataExport).where(*stuck, DataExport.key == ""))
    allow(work, f"export:{vendor.id}", per=timedelta(days=1), most=EXPORTS_A_DAY)
    export = DataExport(
        vendor_id=vendor.id,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        expires_at=work.now + EXPORT_LATEST,
    )
    work.session.add(export)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(WAITS) from error
    record(work, "dashboard.ask_export", target=("vendor", vendor.id))
    enqueue(work, JOB, export_id=export.id)
    return export


def build(work: Work, export_id: UUID, *, store: Store) -> None:
    """Put an export together, in short transactions; done again from the start when killed.

    An export that was deleted with its vendor in the meantime leaves nothing behind.
    """
    export = work.session.get(DataExport, export_id)
    if export is None or export.state is not ExportState.WAITING:
        return
    vendor_id, asked_by = export.vendor_id, export.asked_by
    content = content_of(work, vendor_id)
    key = f"private/exports/{export_id.hex[:2]}/{export_id.hex}"
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "sealed"
        with sealed_file(path, vault=work.vault, bound_to=_bound(export_id)) as file:
            _write(work, export_id, content, _Target(file, store))
        work.session.rollback()
        store.put(key, path)
    with step(work):
        ready = update(DataExport).where(
            DataExport.id == export_id, DataExport.state == ExportState.WAITING
        )
        done = work.session.execute(
            ready.values(
                state=ExportState.READY,
                ready_at=work.now,
                expires_at=work.now + EXPORT_KEPT,
                files_done=DataExport.files_total,
                key=key,
                size=file.size,
            ).execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", done).rowcount:
            _tell(work, vendor_id, content.name, asked_by)
            return
    store.delete(key)


class _Target:
    """Where an export is written to, and where its files come from."""

    def __init__(self, file: SealedWriter, store: Store) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.store = store

    def text(self, name: str, data: str | bytes) -> None:
        """Write a small file."""
        self.zip.writestr(name, data)


def _write(work: Work, export_id: UUID, content: Content, target: _Target) -> None:
    rows = [list(HEADINGS), *content.products]
    day = work.now.astimezone(WIB).date()
    with target.zip:
        target.text("BACA-SAYA.txt", README % {"name": content.name, "day": day.isoformat()})
        target.text("data.json", json.dumps(content.facts, ensure_ascii=False, indent=1))
        target.text("produk.csv", csv_bytes(rows, delimiter=";"))  # as Indonesian Excel wants it
        target.text("produk.xlsx", xlsx_bytes(rows, title="Produk"))
        missing = []
        for number, enclosed in enumerate(content.files):
            if number % _TOLD_EVERY == 0:
                _note_progress(work, export_id, number, len(content.files))
            if not _enclose(work, enclosed, target):
                missing.append(enclosed.path)
        if missing:
            target.text("berkas-tidak-ditemukan.txt", "\n".join(missing))


def _note_progress(work: Work, export_id: UUID, done: int, total: int) -> None:
    with step(work):
        work.session.execute(
            update(DataExport)
            .where(DataExport.id == export_id)
            .values(files_done=done, files_total=total)
            .execution_options(synchronize_session=False)
        )


def _enclose(work: Work, enclosed: Enclosed, target: _Target) -> bool:
    """Copy a file into the ZIP; False when it is not there any more."""
    # Photographs and PDFs are packed already: packing them again only costs time.
    info = zipfile.ZipInfo(enclosed.path, work.now.astimezone(WIB).timetuple()[:6])
    try:
        if enclosed.kind is FileKind.PAPER:
            file = work.session.get(DocumentFile, UUID(enclosed.ref))
            if file is None:
                return False
            target.zip.writestr(info, paper_content(file, store=target.store, vault=work.vault))
            return True
        with target.store.open(enclosed.ref) as source, target.zip.open(info, "w") as copy:
            while block := source.read(_COPY):
                copy.write(block)
    except (FileDamaged, OSError):
        return False
    return True


def _tell(work: Work, vendor_id: UUID, name: str, asked_by: UUID | None) -> None:
    if asked_by is None:
        return
    notify(
        work,
        [asked_by],
        Notice(
            kind="dashboard.export_ready",
            title=N_("Your data is ready to download"),
            text=N_("Everything of %(name)s as one ZIP. It stays here for seven days."),
            values={"name": name},
            url=f"/usaha/{vendor_id}/data",
            next_step=N_("Download it"),
            key=f"{vendor_id}:{work.now.isoformat()}",
        ),
    )


def get_ready(work: Work, vendor_id: UUID, export_id: UUID) -> DataExport:
    """Return an export of this vendor that can be downloaded; raise NotFound."""
    found = work.session.scalar(
        select(DataExport).where(
            DataExport.id == export_id,
            DataExport.vendor_id == vendor_id,
            DataExport.state == ExportState.READY,
            DataExport.expires_at > work.now,
        )
    )
    if found is None:
        raise NotFound("export")
    return found


def download(work: Work, export: DataExport, *, store: Store) -> Iterator[bytes]:
    """Return the ZIP piece by piece, and note who takes it; raise Unreadable."""
    try:
        pieces = opened(store.open(export.key), vault=work.vault, bound_to=_bound(export.id))
        first = next(pieces)
    except (OSError, VaultError) as error:
        raise Unreadable from error
    record_view(work, DOWNLOADED, target=("data_export", export.id), vendor_id=export.vendor_id)
    return _joined(first, pieces)


def file_name(vendor: Vendor, export: DataExport) -> str:
    """Return an ASCII name to save an export under."""
    day = (export.ready_at or export.asked_at).astimezone(WIB).date()
    return f"data-{slugify(vendor.name, limit=40) or 'usaha'}-{day.isoformat()}.zip"


def tidy(work: Work, *, store: Store) -> None:
    """Delete exports whose time is over, and those that were never finished."""
    old = work.session.scalars(select(DataExport).where(DataExport.expires_at <= work.now))
    for export in old:
        if export.key:
            work.later(partial(store.delete, export.key))
        work.session.delete(export)


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _bound(export_id: UUID) -> str:
    return f"data_export.content:{export_id}"


def _kept(session: Session) -> set[str]:
    return set(session.scalars(select(DataExport.key).where(DataExport.key != "")))


KEEPER = Keeper(re.compile(r"private/exports/[0-9a-f]{2}/[0-9a-f]{32}"), _kept, grace=FILE_GRACE)
