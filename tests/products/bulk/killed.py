"""Takes a sheet in, in a process of its own, and is killed in the middle of writing a product."""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.kernel.vault import Vault
from catalog.media.store import LocalStore
from catalog.products.services import drafting
from catalog.products.services.bulk import running
from tests.databases import opened


def main(url: str, uploads: str, run_id: str, after: str) -> None:
    """Take in until so many products have been written, then die without a word."""
    put, left = drafting.put, [int(after)]

    def counted(*arguments: object, **more: object) -> object:
        done = put(*arguments, **more)  # type: ignore[arg-type]  # handed on as they are
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    drafting.put = counted  # type: ignore[assignment]  # to die at this very moment
    with opened(url) as engine, Session(engine) as session:
        work = Work(session=session, now=utc_now(), vault=Vault([b"t" * 32]))
        running.run(work, UUID(run_id), store=LocalStore(Path(uploads)))


if __name__ == "__main__":
    main(*sys.argv[1:])
