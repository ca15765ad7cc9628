"""Posts every file of a folder or of a tar.gz through the photo step, signed in, and counts.

``python -m tests.benchmarks.hostile_uploads FOLDER_OR_TAR`` prints one table: accepted, refused
with a sentence, answers of 500 and above, the slowest, growth of memory, and any public rendition
with metadata left. The site is a scratch one, with its own database and folder.
"""

import io
import re
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from catalog import create_app
from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.media.workshop import WORKSHOP
from catalog.products.models import ProductImage
from catalog.products.rules.photos import MOST
from catalog.products.rules.status import Status
from catalog.web.limits import LimitHit
from tests.databases import migrate, opened, settings_for
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.media.pictures import leftovers

GOAL_SECONDS = 10
GOAL_GROWTH = 50  # MB
_WARM = 50  # requests before memory is measured


def main(source: Path) -> int:
    """Print the table; return 1 when a goal is missed."""
    outcomes: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/scratch.db"
        migrate(url, folder)
        engine = stack.enter_context(opened(url))
        session = stack.enter_context(Session(engine))
        client, address = _maker(session, url, folder)
        token = _token(client, address)
        grown_from, number = 0, 0
        for number, (name, content) in enumerate(_files(source), 1):
            start = time.perf_counter()
            outcome = _outcome(_sent(client, address, token, (name, content)))
            times.append((time.perf_counter() - start, name))
            outcomes[outcome] += 1
            if outcome.startswith("ANSWER"):
                print(f"{outcome}: {name}")
            if number % MOST == 0:
                _make_room(session)
            if number == _WARM:
                grown_from = _resident()
        growth = (_resident() - grown_from) / 1024
        return _report(outcomes, sorted(times, reverse=True)[:5], _dirty(folder), growth)


def _maker(session: Session, url: str, folder: Path) -> tuple[FlaskClient, str]:
    app = create_app(settings_for(url, folder))
    vendor = a_vendor(session)
    product = a_product(session, vendor, status=Status.DRAFT, images=[])
    person = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    address = f"/usaha/{vendor.id}/produk/{product.id}/foto"
    return signed_in(app.test_client(), person), address


def _token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token"\s+value="([^"]+)"', client.get(address).text)
    if found is None:
        raise RuntimeError("the photo step does not open")
    return found[1]


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(source)), path.read_bytes()
        return
    with tarfile.open(source) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name, file.read()


def _sent(client: FlaskClient, address: str, token: str, file: tuple[str, bytes]) -> TestResponse:
    photos = [FileStorage(io.BytesIO(file[1]), Path(file[0]).name or "x")]
    boundary, body = encode_multipart({"csrf_token": token, "photos": photos})
    return client.post(
        address,
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": "application/json"},
    )


def _outcome(answer: TestResponse) -> str:
    told = answer.get_json(silent=True)
    if answer.status_code == 200:  # HTTP
        return "accepted"
    if answer.status_code == 422 and told and told["message"]:  # HTTP
        return f"refused: {told['message']}"
    return f"ANSWER {answer.status_code}"


def _make_room(session: Session) -> None:
    """Take the photos away and forget the hour's limit: both are right, and not measured here."""
    session.rollback()
    session.execute(delete(ProductImage))
    session.execute(delete(LimitHit))
    session.commit()


def _resident() -> int:
    """Return the resident memory of this process and its picture children, kB."""
    children = [Path(f"/proc/{child.pid}/status") for child in WORKSHOP.idle]
    total = 0
    for status in (Path("/proc/self/status"), *children):
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
        total += int(line.split()[1])
    return total


def _dirty(folder: Path) -> list[str]:
    """Return the parts of public renditions that carry anything but pixels."""
    return [
        f"{part} in {path.name}"
        for path in (folder / "uploads" / "public").rglob("*.*")
        for part in leftovers(path.read_bytes())
    ]


def _report(
    outcomes: Counter[str], slowest: list[tuple[float, str]], dirty: list[str], growth: float
) -> int:
    for name, count in outcomes.most_common():
        print(f"{count:6}  {name}")
    print("slowest, s:", ", ".join(f"{seconds:.2f} {name}" for seconds, name in slowest))
    print(f"memory after the first {_WARM}: {growth:+.1f} MB")
    print(f"renditions with metadata: {len(dirty)}", *dirty[:10], sep="\n  ")
    strange = sum(count for name, count in outcomes.items() if name.startswith("ANSWER"))
    met = not strange and not dirty and slowest[0][0] < GOAL_SECONDS and growth < GOAL_GROWTH
    print(f"goals (nothing else, no metadata, < {GOAL_SECONDS} s, < {GOAL_GROWTH} MB):", end=" ")
    print("met" if met else "NOT MET")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
