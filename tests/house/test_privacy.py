"""Nothing private on any public page, in the index, in a log line or readable on the disk.

A mark is planted into every private field through the services; then everything that a stranger,
a neighbour or a thief of the disk could read is searched for it. Each search finds a planted fault.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.audit.models import AuditEntry
from catalog.db.engine import options
from catalog.jobs.models import Job
from catalog.mail.models import OutgoingMail
from catalog.media.store import LocalStore
from catalog.notices.models import NoticeRow
from catalog.vendors.models import Vendor, VendorText
from catalog.web.access import manager
from tests.databases import close, opened, settings_for
from tests.house.access import tables
from tests.house.access.doors import Doors, address, rules
from tests.house.access.people import ANONYMOUS, World
from tests.house.access.secrets import PASSWORD, PHONE, SEALED, Planted, plant

Texts = Iterable[tuple[str, bytes]]
PUBLIC_MARK = "Markaterbuka"
# Who has nothing to do with business A: what they open is searched as well.
_NEIGHBOURS = ("buyer", "owner_b", "staff_b", "assistant_b", "dinas_b", "counter")
# Who works for A or looks after it.
_WORKERS = ("owner_a", "helper_a", "dinas_a", "auditor", "admin")
_WORDS = ("", "batik", "selendang", "marka", "zulaikha", "rancangan", "0813", "3274")


def leaks(marks: Mapping[str, str], texts: Texts) -> list[str]:
    """Return which mark stands where, upper or lower case, in bytes or as UTF-16."""
    found = []
    for place, content in texts:
        low = content.lower()
        for kind, mark in marks.items():
            plain = mark.lower()
            if plain.encode() in low or plain.encode("utf-16-le") in low:
                found.append(f"{kind} in {place}")
    return found


@pytest.fixture(scope="module")
def planted(world_url: str, world_folder: Path, world: World) -> Planted:
    """The world with a mark in every private field, and one in a public text."""
    with opened(world_url) as engine, Session(engine) as session:
        vendor = session.scalars(select(Vendor).where(Vendor.slug == world.slugs["vendor_A"])).one()
        story = session.get_one(VendorText, (vendor.id, "id"))
        story.story = f"{story.story} {PUBLIC_MARK}"
        return plant(session, world, LocalStore(world_folder / "uploads"))


@pytest.fixture(scope="module")
def site(world_url: str, world_folder: Path, world: World, planted: Planted) -> Iterator[Flask]:
    """The whole application on the planted world, with an index."""
    assert world.tokens
    assert planted.sealed
    app = create_app(settings_for(world_url, world_folder))
    app.test_cli_runner().invoke(args=["search", "rebuild"], catch_exceptions=False)
    yield app
    close(app)


def _pages(doors: Doors, site: Flask, world: World, who: str) -> Texts:
    """Open every public address in both languages, with words to search for."""
    for rule in rules(site, "GET"):
        if rule.endpoint not in tables.PUBLIC:
            continue
        for owner in ("A", "B"):
            path = address(site, world, rule, owner)
            for url in (path, f"/en{path}", f"{path}?q=batik"):
                answer = doors.knock(who, "GET", url)
                yield url, answer.data + repr(list(answer.headers)).encode()
    for word in _WORDS:
        for path in ("/saran", "/produk", "/umkm", "/en/produk"):
            yield f"{path}?q={word}", doors.knock(who, "GET", f"{path}?q={word}").data


def test_no_public_page_shows_what_is_private(
    doors: Doors, site: Flask, world: World, planted: Planted
) -> None:
    pages = list(_pages(doors, site, world, ANONYMOUS))
    assert leaks(planted.everything, pages) == []
    assert leaks({"a fault": PUBLIC_MARK}, pages) != []  # the search would see one


def test_neighbours_and_offices_of_elsewhere_see_nothing_of_it(
    doors: Doors, site: Flask, world: World, planted: Planted
) -> None:
    found, own = [], []
    for rule in rules(site, "GET"):
        path = address(site, world, rule, "A")
        for who in _NEIGHBOURS:
            answer = doors.knock(who, "GET", path)
            found += leaks(planted.everything, [(f"{path} for {who}", answer.data)])
        own += leaks(planted.hidden, [(path, doors.knock("owner_a", "GET", path).data)])
    assert found == []
    assert own != []  # whose it is sees it, so the search would have


def test_rooms_show_numbers_masked_and_no_address_holds_a_secret(
    doors: Doors, site: Flask, world: World, planted: Planted
) -> None:
    masked = {
        kind: planted.sealed[kind]
        for kind in ("NIK", "number of a paper", "password", "secret of the app", "code")
    }
    found = []
    for rule in rules(site, "GET"):
        path = address(site, world, rule, "A")
        for who in _WORKERS:
            found += leaks(masked, [(f"{path} for {who}", doors.knock(who, "GET", path).data)])
    assert found == []


def _files(folder: Path) -> Texts:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.name.encode() + path.read_bytes()


def test_the_index_holds_nothing_private(site: Flask, world_folder: Path, planted: Planted) -> None:
    assert site.extensions["catalog_indexer"]
    files = list(_files(world_folder / "state" / "search"))
    assert files
    assert leaks(planted.everything, files) == []
    assert leaks({"a fault": "megamendung"}, files) + leaks({"a fault": "selendang"}, files) != []


def test_uploads_hold_nothing_private_that_can_be_read(
    site: Flask, world_folder: Path, planted: Planted
) -> None:
    assert site.extensions
    files = list(_files(world_folder / "uploads"))
    assert leaks(planted.everything, files) == []
    (world_folder / "uploads" / "fault").write_bytes(b"%PDF " + SEALED["NIK"].encode())
    assert leaks(planted.everything, _files(world_folder / "uploads")) == ["NIK in fault"]
    (world_folder / "uploads" / "fault").unlink()


def _rows(session: Session, model: type[object]) -> Texts:
    for row in session.scalars(select(model)):
        values = {key: value for key, value in vars(row).items() if not key.startswith("_")}
        yield model.__name__, repr(values).encode()


def test_trail_jobs_mails_and_notices_name_no_private_value(
    world_url: str, site: Flask, planted: Planted
) -> None:
    assert site.extensions
    with opened(world_url) as engine, Session(engine) as session:
        rows = [
            entry
            for model in (AuditEntry, Job, OutgoingMail, NoticeRow)
            for entry in _rows(session, model)
        ]
    assert {name for name, _ in rows} == {"AuditEntry", "Job", "OutgoingMail", "NoticeRow"}
    assert leaks(planted.everything, rows) == []
    assert leaks({"a fault": "vendors.contact"}, rows) != []


def _whole_database(world_url: str) -> Texts:
    """Give every value of every table, and the bytes of the file where it is one."""
    with opened(world_url) as engine, Session(engine) as session:
        if engine.dialect.name == "sqlite":
            stem = Path(str(engine.url.database))
            yield from (
                (path.name, path.read_bytes()) for path in stem.parent.glob(f"{stem.name}*")
            )
        else:
            names = session.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            )
            for name in names.all():
                whole = session.scalars(text(f'SELECT t::text FROM "{name}" t'))  # noqa: S608  # a table's name
                yield name, "\n".join(whole).encode()


def test_the_database_is_unreadable_without_the_key(
    world_url: str, site: Flask, planted: Planted
) -> None:
    assert site.extensions
    content = list(_whole_database(world_url))
    assert leaks(planted.sealed, content) == []
    assert leaks({"a fault": PUBLIC_MARK}, content) != []


def test_logs_name_nothing_private_whatever_goes_wrong(
    doors: Doors,
    site: Flask,
    world: World,
    planted: Planted,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)  # as the site has it
    list(_pages(doors, site, world, ANONYMOUS))
    typed = {"login": SEALED["sign-in by e-mail"], "password": PASSWORD, "phone": PHONE}
    doors.post(ANONYMOUS, "/masuk", **typed)
    doors.post(ANONYMOUS, "/lupa", **typed)
    room = f"/usaha/{world.ids['A']['vendor_id']}"
    doors.post("owner_a", f"{room}/profil/kontak", owner_name=SEALED["owner's name"], **typed)
    site.config["PROPAGATE_EXCEPTIONS"] = False  # as on a machine of a user

    def fails(**_arguments: object) -> str:
        with opened(doors.app.config["SQLALCHEMY_DATABASE_URI"]) as engine, Session(engine) as own:
            own.execute(
                text("INSERT INTO nowhere (phone, name) VALUES (:phone, :name)"),
                {"phone": PHONE, "name": SEALED["owner's name"]},
            )
        return ""

    manager(fails)
    monkeypatch.setitem(site.view_functions, "vendors_manage.contact", fails)
    answer = doors.post("owner_a", f"{room}/profil/kontak", **typed)
    site.config["PROPAGATE_EXCEPTIONS"] = None
    lines = [(record.name, caplog.handler.format(record).encode()) for record in caplog.records]
    assert answer.status_code in {500, 503}
    assert lines
    assert leaks(planted.everything, lines) == []
    logging.getLogger("catalog").warning("who: %s", SEALED["NIK"])
    assert leaks(planted.everything, [("fault", caplog.text.encode())]) == ["NIK in fault"]


def test_an_error_of_the_database_does_not_repeat_what_was_written(world_url: str) -> None:
    assert options(world_url)["hide_parameters"] is True
