"""Catalogues of 50 products with real pictures, from the database to the finished PDF."""

import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from PIL import Image as Pictures
from PIL import ImageDraw
from sqlalchemy.orm import Session

from catalog.catalogues.queries.stories import story_of
from catalog.catalogues.rules.files import FileKind, Options, Scope, Spoken
from catalog.catalogues.services.facts import Site
from catalog.catalogues.services.making import Press, make
from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.media.services import take_in
from catalog.media.store import LocalStore
from tests.benchmarks.goals import Goal, machine, show, table
from tests.databases import SqliteDatabases, opened
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.vendors import a_vendor

PIECES = 50
PHOTOS = 10  # different ones; files are read anew each time all the same
ROUNDS = 3
GOAL = 20.0  # seconds
WISHES = (
    ("catalogue, 4 a page, both languages", FileKind.CATALOGUE, Options(per_page=4)),
    ("catalogue, 2 a page, both languages", FileKind.CATALOGUE, Options(per_page=2)),
    ("catalogue, 1 a page, both languages", FileKind.CATALOGUE, Options(per_page=1)),
    ("labels, 63.5 × 38.1 mm", FileKind.LABELS, Options(spoken=Spoken.ID)),
    ("line sheet", FileKind.LINE_SHEET, Options(spoken=Spoken.EN)),
    ("pictures", FileKind.PICTURES, Options(spoken=Spoken.ID)),
)


def a_photo(number: int) -> bytes:
    """Return a 12-megapixel JPEG with something to see on it."""
    picture = Pictures.radial_gradient("L").resize((4000, 3000)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for step in range(60):
        at = 60 * step + 17 * number
        draw.ellipse((at % 3600, at * 7 % 2600, at % 3600 + 320, at * 7 % 2600 + 320),
                     fill=(at % 255, at * 3 % 255, at * 5 % 255))  # fmt: skip
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def fill(session: Session, store: LocalStore) -> UUID:
    """Store a showcase of 50 products of 25 makers; return its id."""
    work = Work(session=session, now=utc_now())
    photos = [take_in(work, a_photo(number), store=store) for number in range(PHOTOS)]
    makers = [a_vendor(session, name=f"Usaha {number}") for number in range(PIECES // 2)]
    products = [
        a_product(
            session,
            makers[number // 2],
            name=f"Batik tulis megamendung {number}",
            images=[photos[number % PHOTOS]],
            english=True,
            is_made_to_order=True,
            hs_code="520852",
        )
        for number in range(PIECES)
    ]
    chapters = [
        a_section([an_item(each, "Dipilih karena sabar.") for each in products[at : at + 10]],
                  title=f"Bab {at // 10 + 1}")
        for at in range(0, PIECES, 10)
    ]  # fmt: skip
    showcase = a_showcase(session, chapters, cover_id=photos[0].id)
    session.commit()
    return showcase.id


@contextmanager
def site() -> Iterator[tuple[Session, LocalStore, UUID, Path]]:
    """Give a filled database with its files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases = SqliteDatabases(folder)
        url = databases.fresh(stocked=True)
        store = LocalStore(folder / "uploads")
        with opened(url) as engine, Session(engine) as session:
            yield session, store, fill(session, store), folder / "file"


def main() -> None:
    """Measure every kind of file; each figure is the median of some rounds."""
    print(f"{machine()}, typst {version('typst')}")
    rows, goals = [], []
    with site() as (session, store, showcase_id, path):
        press = Press(
            store=store,
            site=Site("Sarumban", "https://sarumban.example"),
            say=lambda message, _language: message,
        )
        for name, kind, options in WISHES:
            seconds = []
            pages = 0
            for _ in range(ROUNDS):
                work = Work(session=session, now=utc_now())
                began = time.perf_counter()
                story = story_of(work, (Scope.SHOWCASE, showcase_id), options)
                made = make(work, kind, story, options, press=press, path=path)
                seconds.append(time.perf_counter() - began)
                pages = made.pages
            middle = statistics.median(seconds)
            size = path.stat().st_size / 1_000_000
            rows.append([name, f"{middle:.2f}", str(pages or "–"), f"{size:.1f}"])
            goals.append(Goal(name, f"< {GOAL:.0f} s", middle, is_met=middle < GOAL))
    table([f"{PIECES} products", "seconds", "pages", "MB"], rows)
    show(goals)
    if not all(goal.is_met for goal in goals):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
