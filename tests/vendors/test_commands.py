"""The operator takes in lists that are too long for the page."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.vendors.models import Vendor
from tests.vendors.sending import a_row, xlsx

pytestmark = pytest.mark.stocked


def run(app: Flask, path: Path, *options: str) -> tuple[int, str]:
    arguments = ["vendors", "import", str(path), "--source", "OSS", "--dated", "15-8-2026"]
    result = app.test_cli_runner().invoke(args=[*arguments, *options])
    return result.exit_code, result.output


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Vendor)) or 0


def test_a_list_goes_in_and_changes_nothing_the_second_time(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "oss.xlsx"
    path.write_bytes(xlsx([a_row()]))
    assert run(app, path, "--dry-run") == (0, "checked: 1 new\n")
    assert count(session) == 0
    assert run(app, path) == (0, "taken in: 1 new\n")
    assert run(app, path) == (0, "taken in: 1 same\n")
    assert count(session) == 1


def test_what_stays_out_stands_in_a_file_with_its_reason(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "oss.xlsx"
    path.write_bytes(xlsx([a_row(nib="9.12E+12")]))
    code, output = run(app, path)
    assert code == 3
    assert "1 refused" in output
    assert "9.12E+12" in (tmp_path / "oss.refused.csv").read_text("utf-8-sig")
    assert count(session) == 0


@pytest.mark.parametrize("options", [["--map", "nama=x"], ["--map", "name=Bukan kolom"]])
def test_a_wrong_mapping_is_told(app: Flask, tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "oss.xlsx"
    path.write_bytes(xlsx([a_row()]))
    assert run(app, path, *options)[0] == 2
