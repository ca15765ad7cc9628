"""A process that dies in the middle of an upload leaves no half photo, and the retry works."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from catalog.media.models import Image
from catalog.media.store import LocalStore
from catalog.settings import ROOT
from tests.products.photos.conftest import Maker, jpeg

# The moment is chosen by dying inside the step that a signal would have hit.
_DYING = """
import os, signal, sys
from uuid import UUID
from pathlib import Path
from sqlalchemy.orm import Session
from catalog.media import services as media
from catalog.media.store import LocalStore
from catalog.products.models import Product
from catalog.products.services import photos
from catalog.db.work import Work, committed
from catalog.kernel.clock import utc_now
from tests.databases import opened
url, uploads, file, product_id, key, moment = sys.argv[1:]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
store = LocalStore(Path(uploads))
if moment == "files":
    done = []
    put = store.put
    store.put = lambda key, data: die() if len(done) == 2 else (done.append(key), put(key, data))
prepared = media.prepare(Path(file), store=store)
with opened(url) as engine, Session(engine) as session:
    work = Work(session=session, now=utc_now())
    with committed(work):
        product = session.get_one(Product, UUID(product_id))
        photos.add(photos.Editing(work, product), prepared, store=store, photo_id=UUID(key))
        if moment == "rows":
            session.flush()
            die()
"""


@pytest.mark.parametrize("moment", ["files", "rows"])
def test_a_killed_upload_leaves_nothing_and_the_retry_works(
    maker: Maker, store: LocalStore, database_url: str, tmp_path: Path, moment: str
) -> None:
    content, key = jpeg(1), uuid4()
    file = tmp_path / "foto.jpg"
    file.write_bytes(content)
    maker.session.commit()
    uploads = tmp_path / "uploads"
    arguments = [database_url, str(uploads), str(file), str(maker.product.id), str(key), moment]
    ended = subprocess.run(  # noqa: S603  # our own code, which kills itself
        [sys.executable, "-c", _DYING, *arguments], cwd=ROOT, check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-800:]
    left = [stored.key for stored in (*store.list("public"), *store.list("private"))]
    assert left
    assert maker.photos() == []
    assert maker.session.scalars(select(Image)).all() == []
    maker.session.rollback()

    _age(uploads, timedelta(hours=2))
    done = maker.client.application.test_cli_runner().invoke(args=["media", "tidy"])
    assert done.exit_code == 0, done.output
    assert [*store.list("public"), *store.list("private")] == []

    assert maker.send(("foto.jpg", content), batch=key).status_code == 303
    assert len(maker.photos()) == 1


def _age(folder: Path, by: timedelta) -> None:
    """Let files look older: fresh ones may belong to an upload that is still going on."""
    for path in folder.rglob("*"):
        moment = path.stat().st_mtime - by.total_seconds()
        os.utime(path, (moment, moment))
