"""Files are written whole or not at all, under names that cannot climb."""

import os
import stat
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.media.store import BadKey, LocalStore

_KEY = "public/ab/abc-640.webp"


def _read(store: LocalStore, key: str) -> bytes:
    with store.open(key) as file:
        return file.read()


def test_what_is_put_can_be_opened_listed_and_deleted(store: LocalStore) -> None:
    store.put(_KEY, b"one")
    store.put("private/originals/cd/cdef", b"three")
    assert _read(store, _KEY) == b"one"
    assert [(file.key, file.size) for file in store.list("public/")] == [(_KEY, 3)]
    assert [file.key for file in store.list("private")] == ["private/originals/cd/cdef"]
    store.delete(_KEY)
    store.delete(_KEY)
    assert not store.exists(_KEY)
    with pytest.raises(FileNotFoundError):
        store.open(_KEY)


def test_a_file_can_be_put_by_its_path(store: LocalStore, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    store.put(_KEY, source)
    assert len(_read(store, _KEY)) == 3_000_000


def test_an_empty_store_lists_nothing(store: LocalStore) -> None:
    assert list(store.list("public")) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "public",
        "public/",
        "/etc/passwd",
        "public/../private/a",
        "public/ab/../../../etc/passwd",
        "public/..",
        "public/./a",
        "public/.hidden",
        "public/a.",
        "public/a..b",
        "public//a",
        "public/a\\b",
        "public/a\0b",
        "public/a\n",
        "public/a b",
        "public/Ä",
        "public/A",
        "secret/a",
        "public/" + "a" * 300,
        "public/" + "a/" * 7 + "a",
        "C:/public/a",
    ],
)
def test_no_other_name_is_a_key(store: LocalStore, folder: Path, key: str) -> None:
    for use in (store.open, store.exists, store.delete, store.url):
        with pytest.raises(BadKey):
            use(key)
    with pytest.raises(BadKey):
        store.put(key, b"x")
    assert not folder.exists()


def test_public_files_have_an_address_and_private_ones_have_none(store: LocalStore) -> None:
    assert store.url(_KEY) == "/media/ab/abc-640.webp"
    with pytest.raises(BadKey):
        store.url("private/originals/cd/cdef")


def test_originals_can_be_read_by_their_owner_only(store: LocalStore, folder: Path) -> None:
    before = os.umask(0)
    try:
        store.put("private/originals/cd/cdef", b"x")
        store.put(_KEY, b"x")
    finally:
        os.umask(before)

    def mode(path: str) -> int:
        return stat.S_IMODE((folder / path).stat().st_mode)

    assert mode("private") == mode("private/originals") == mode("private/originals/cd") == 0o700
    assert mode("private/originals/cd/cdef") == 0o600
    assert mode("public/ab") == 0o755
    assert mode(_KEY) == 0o644


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    store: LocalStore, folder: Path, tmp_path: Path
) -> None:
    store.put(_KEY, b"old")
    with pytest.raises(IsADirectoryError):
        store.put(_KEY, tmp_path)  # opened for reading after the new file was begun
    assert _read(store, _KEY) == b"old"
    assert [path.name for path in (folder / "public/ab").iterdir()] == ["abc-640.webp"]


def test_a_full_disk_leaves_the_old_file_and_no_rest(folder: Path) -> None:
    code = """
        import resource, signal, sys
        from pathlib import Path
        from catalog.media.store import LocalStore
        store = LocalStore(Path(sys.argv[1]))
        store.put("public/ab/abc", b"old")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            store.put("public/ab/abc", bytes(5000))
        except OSError:
            print("refused")
    """
    done = subprocess.run(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", textwrap.dedent(code), str(folder)],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert "refused" in done.stdout
    assert [path.read_bytes() for path in (folder / "public/ab").iterdir()] == [b"old"]


def test_what_a_killed_write_left_is_swept_but_not_a_fresh_one(
    store: LocalStore, folder: Path
) -> None:
    store.put(_KEY, b"x")
    stale, fresh = (folder / f"public/ab/.{name}.part" for name in ("1", "2"))
    for path in (stale, fresh):
        path.write_bytes(b"half")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    os.utime(stale, (0, hour_ago.timestamp() - 60))
    assert [file.key for file in store.list("public")] == [_KEY]
    assert store.sweep(hour_ago) == 1
    assert fresh.exists()
    assert not stale.exists()
