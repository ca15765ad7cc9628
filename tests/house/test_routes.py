"""Every endpoint says whom it serves, and reading changes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from catalog.web.access import access_of

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


def test_every_endpoint_declares_its_audience(app: Flask) -> None:
    undeclared = [name for name in app.view_functions if access_of(app, name) is None]
    assert undeclared == []


def test_no_two_endpoints_share_an_address(app: Flask) -> None:
    seen: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):  # Flask answers that itself
            assert seen.setdefault((rule.rule, method), rule.endpoint) == rule.endpoint


# A fruitless search is counted, in a transaction of its own, after the answer (B2).
ALLOWED = re.compile(r"(UPDATE|INSERT INTO) search_miss\b")


@pytest.mark.stocked
def test_reading_writes_nothing_but_the_count_of_missed_searches(
    app: Flask, client: FlaskClient
) -> None:
    app.test_cli_runner().invoke(args=["search", "rebuild"], catch_exceptions=False)
    writing: list[str] = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        with _watched() as statements:
            client.get(_address(rule), query_string={"q": "zzqqxx"})
        writing += [f"{rule.rule}: {sql[:60]}" for sql in statements if WRITES.match(sql)]
    misses = [line for line in writing if ALLOWED.search(line)]
    assert [line for line in writing if line not in misses] == []
    assert misses  # the test sees the one kind of write that there is


def test_the_watch_sees_a_write(app: Flask) -> None:
    with _watched() as statements, app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM search_mark")
    assert [sql for sql in statements if WRITES.match(sql)] == ["DELETE FROM search_mark"]


def _address(rule: Rule) -> str:
    """Return an address that the rule answers: numbers for numbers, a known slug elsewhere."""
    return re.sub(
        r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>",
        lambda match: {"int": "1", "uuid": "0" * 32}.get(match[1] or "", "batik"),
        rule.rule,
    )


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Collect the statements that any engine runs."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
