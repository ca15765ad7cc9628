from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.discovery.models import SearchMiss
from catalog.discovery.rules.misses import MAX_A_MINUTE, is_robot, worth_noting
from catalog.discovery.services import note_miss
from tests.discovery.conftest import Goods, build_index


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("  Gamelan  Degung ", "gamelan degung"),
        ("kopi 250 gram", "kopi 250 gram"),
        ("ibu sri 0812 3456 7890", None),
        ("+62-812-345-678", None),
        ("3274012345678901", None),
        ("sri@contoh.id", None),
        ("https://contoh.id/a", None),
        ("!!!", None),
        ("", None),
        ("x" * 61, None),
        ("satu dua tiga empat lima enam tujuh delapan sembilan", None),
    ],
)
def test_only_honest_searches_are_worth_keeping(text: str, noted: str | None) -> None:
    assert worth_noting(text) == noted


def test_machines_are_known_by_their_names() -> None:
    assert is_robot("")
    assert is_robot("Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert not is_robot("Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36")


def test_the_same_miss_is_counted_once_per_language(work: Work) -> None:
    for text in ("Gamelan", "gamelan ", "GAMELAN"):
        note_miss(work, text, "id")
    note_miss(work, "gamelan", "en")

    rows = work.session.execute(
        select(SearchMiss.text, SearchMiss.language, SearchMiss.times).order_by(SearchMiss.language)
    ).all()
    assert [tuple(row) for row in rows] == [("gamelan", "en", 1), ("gamelan", "id", 3)]


def test_the_list_of_misses_cannot_grow_without_end(work: Work) -> None:
    for number in range(30):
        work.now += timedelta(seconds=1)
        for _ in range(2 if number == 0 else 1):
            word = "abcdefghij"[number // 10] + "abcdefghij"[number % 10]
            note_miss(work, f"kata {word}", "id", max_rows=20)

    kept = set(work.session.scalars(select(SearchMiss.text)))
    assert work.session.scalar(select(func.count()).select_from(SearchMiss)) == len(kept) <= 20
    assert "kata aa" in kept  # asked for twice
    assert "kata cj" in kept  # the newest


READER = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36"}


def counted(session: Session) -> dict[str, int]:
    session.rollback()
    rows = session.execute(select(SearchMiss.text, SearchMiss.times))
    return {row.text: row.times for row in rows}


@pytest.mark.stocked
def test_a_fruitless_search_is_counted_once_the_page_is_made(
    app: Flask, client: FlaskClient, session: Session, goods: Goods
) -> None:
    assert goods
    build_index(app, session)
    client.get("/produk?q=gamelan", headers=READER)
    client.get("/en/produk?q=gamelan+degung", headers=READER)

    assert counted(session) == {"gamelan": 1, "gamelan degung": 1}


@pytest.mark.stocked
@pytest.mark.parametrize(
    ("query", "agent"),
    [
        ("q=batik", READER["User-Agent"]),
        ("q=gamelan&motif=wadasan", READER["User-Agent"]),
        ("q=0812-3456-7890", READER["User-Agent"]),
        ("motif=wadasan&mutu=a", READER["User-Agent"]),
        ("q=gamelan", "Googlebot/2.1"),
    ],
)
def test_what_is_found_filtered_private_or_asked_by_a_machine_is_not(
    app: Flask, session: Session, goods: Goods, query: str, agent: str
) -> None:
    assert goods
    build_index(app, session)
    app.test_client().get(f"/produk?{query}", headers={"User-Agent": agent})

    assert counted(session) == {}


@pytest.mark.stocked
def test_a_flood_of_fruitless_searches_writes_little(
    app: Flask, client: FlaskClient, session: Session, goods: Goods
) -> None:
    assert goods
    build_index(app, session)
    for number in range(MAX_A_MINUTE + 5):
        client.get(f"/produk?q=xqzw{chr(97 + number)}", headers=READER)

    assert len(counted(session)) == MAX_A_MINUTE
