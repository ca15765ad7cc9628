"""Sellers' lists for tests, and the command that takes them in."""

import csv
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

MAPPING = "id=id name=name description=description price=price category=category place=city"
HEADINGS = ("id", "name", "description", "price", "category", "city", "shop")


def write_list(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    headings: Sequence[str] = HEADINGS,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """Write a CSV file and return its path."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([headings, *rows])
    return path


def take_in(app: Flask, path: Path, *more: str, mapping: str = MAPPING) -> tuple[int, str]:
    """Run ``flask listings import``; return the exit status and what it printed."""
    pairs = [part for pair in mapping.split() for part in ("--map", pair)]
    result = app.test_cli_runner().invoke(
        args=["listings", "import", str(path), "--vendor-from", "shop", *pairs, *more]
    )
    return result.exit_code, result.output


def count(session: Session, model: type) -> int:
    """Return how many rows of a model are committed."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0
