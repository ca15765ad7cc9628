"""Two people at the same paper at the same moment: one wins, the other is told, nothing is lost."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import RuleBroken
from catalog.legality.models import Document, DocumentFile
from catalog.legality.rules import DocumentState
from catalog.legality.services import verifying, wallet
from catalog.media.store import LocalStore
from catalog.vendors.models import Vendor
from tests.databases import opened
from tests.factories.papers import a_pdf, a_prepared_file, some_files
from tests.factories.people import VAULT
from tests.legality.wallets import DRAFT, sent

ROUNDS = 12
Deed = Callable[[Work, Document], object]


def _at_once(engine: Engine, document_id: UUID, deeds: list[Deed]) -> list[str]:
    """Do all of it at the same moment; return what became of each."""
    barrier = threading.Barrier(len(deeds))
    ends = ["?"] * len(deeds)

    def run(at: int, deed: Deed) -> None:
        with Session(engine) as session:
            actor = Actor(uuid4(), frozenset({Role.ADMIN}))
            work = Work(session=session, now=datetime.now(UTC), vault=VAULT, actor=actor)
            barrier.wait()
            session.connection(execution_options={WRITES: True})
            try:
                with committed(work):
                    deed(work, session.get_one(Document, document_id))
                ends[at] = "done"
            except RuleBroken:
                ends[at] = "told"

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.fixture
def document(work: Work, vendor: Vendor) -> Document:
    """A paper that waits for a verifier."""
    made = sent(work, vendor)
    work.session.commit()
    return made


def _edit(seen: int, name: str) -> Deed:
    draft = replace(DRAFT, holder_name=name)

    def deed(work: Work, document: Document) -> None:
        wallet.save(work, document, draft, seen, is_sending=True)

    return deed


def _verify(seen: int) -> Deed:
    return lambda work, document: verifying.verify(work, document, seen, verifier="Dinas")


def _refuse(seen: int) -> Deed:
    return lambda work, document: verifying.refuse(work, document, seen, reason="Buram.")


def test_an_edit_and_a_verification_never_both_stand(
    work: Work, document: Document, database_url: str
) -> None:
    with opened(database_url) as engine:
        for at in range(ROUNDS):
            work.session.rollback()
            document.state = DocumentState.PENDING
            work.session.commit()
            seen, key = document.version, document.id
            work.session.rollback()
            ends = _at_once(engine, key, [_verify(seen), _edit(seen, f"Sekar {at}")])
            assert sorted(ends) == ["done", "told"]
            work.session.rollback()
            is_edited = document.holder_name == f"Sekar {at}"
            assert (document.state is DocumentState.PENDING) is is_edited


def test_of_two_verdicts_one_counts(work: Work, document: Document, database_url: str) -> None:
    with opened(database_url) as engine:
        for _ in range(ROUNDS):
            work.session.rollback()
            document.state = DocumentState.PENDING
            work.session.commit()
            seen, key = document.version, document.id
            work.session.rollback()
            ends = _at_once(engine, key, [_verify(seen), _refuse(seen), _verify(seen)])
            assert sorted(ends) == ["done", "told", "told"]


def test_files_that_arrive_at_once_never_become_too_many(
    work: Work, document: Document, database_url: str
) -> None:
    key = document.id
    work.session.rollback()

    def add(count: int) -> Deed:
        files = [a_prepared_file() for _ in range(count)]
        return lambda work, document: wallet.add_files(work, document, files)

    with opened(database_url) as engine:
        ends = _at_once(engine, key, [add(2), add(2), add(2)])
    assert sorted(ends) == ["done", "done", "told"]
    work.session.rollback()
    assert len(document.files) == 5


def test_the_same_file_sent_twice_at_once_is_kept_once(
    work: Work, document: Document, database_url: str
) -> None:
    key, files = document.id, some_files(1)
    work.session.rollback()
    deeds: list[Deed] = [
        lambda work, document: wallet.add_files(work, document, files) for _ in range(2)
    ]
    with opened(database_url) as engine:
        assert _at_once(engine, key, deeds) == ["done", "done"]
    work.session.rollback()
    assert len(document.files) == 2


_KILLED = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from uuid import UUID
from sqlalchemy.orm import Session
from catalog.db.engine import WRITES
from catalog.db.work import Work
from catalog.legality.models import Document
from catalog.legality.services import files, wallet
from catalog.media.store import LocalStore
from catalog import wiring
from tests.databases import opened
from tests.factories.people import VAULT
url, folder, key, data = sys.argv[1:]
with opened(url) as engine, Session(engine) as session:
    store = LocalStore(Path(folder))
    made = files.prepare(Path(data).read_bytes(), "nib.pdf", store=store, vault=VAULT)
    session.connection(execution_options={WRITES: True})
    work = Work(session=session, now=datetime.now(UTC), vault=VAULT)
    wallet.add_files(work, session.get_one(Document, UUID(key)), [made])
    session.flush()
    print("here", flush=True)
    time.sleep(60)
"""


def test_an_upload_that_is_killed_leaves_no_half_row_and_the_retry_works(
    work: Work, document: Document, database_url: str, store: LocalStore, tmp_path: Path
) -> None:
    key = document.id
    work.session.rollback()
    data = tmp_path / "nib.pdf"
    data.write_bytes(a_pdf())
    given = [database_url, str(tmp_path / "uploads"), str(key), str(data)]
    with subprocess.Popen(  # noqa: S603  # our own code
        [sys.executable, "-c", _KILLED, *given], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        os.kill(child.pid, signal.SIGKILL)
    rows = work.session.scalars(select(DocumentFile)).all()
    assert len(rows) == 1  # the one from before
    assert len(list(store.list("private"))) == 1  # its file waits for tidy
    assert wallet.add_files(work, document, [a_prepared_file()]) == 1
