"""Sends lists of vendors as an officer does."""

import re
from collections.abc import Sequence
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

HEADINGS = ["Nama Perusahaan", "Desa/Kelurahan", "Kecamatan", "NIB", "Nama Pemilik", "No HP", "NIK"]
TRUSMI = ("Trusmi Kulon", "Plered")
NIB, PHONE, NIK = "1112210007923", "081234567890", "3209194108850001"


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DAFTAR IKM KABUPATEN CIREBON"])
    sheet.append([])
    for row in [HEADINGS, *rows]:
        sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def a_row(name: str = "Batik Wulan", **instead: object) -> list[object]:
    cells: dict[str, object] = {
        "name": name, "village": TRUSMI[0], "district": TRUSMI[1],
        "nib": NIB, "owner": "Wulan Rahasia", "phone": PHONE, "nik": NIK,
    }  # fmt: skip
    return list((cells | instead).values())


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def send(
    browser: FlaskClient, content: bytes, *, day: str = "15-8-2026", name: str = "ikm.xlsx"
) -> TestResponse:
    path = "/pengurus/usaha/impor"
    return browser.post(
        path,
        data={
            "csrf_token": token(browser.get(path).text),
            "file": (BytesIO(content), name),
            "source": "SIINas",
            "dated_on": day,
            "may_use": "y",
        },
    )


def try_out(browser: FlaskClient, content: bytes, **kinds: str) -> str:
    """Send a list and try it out with the guessed columns; return the report's address."""
    columns = send(browser, content, **kinds).location
    page = browser.get(columns).text
    chosen = {
        name: value
        for name, options in re.findall(
            r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL
        )
        for value in re.findall(r'<option selected value="([^"]*)"', options)
    }
    answer = browser.post(columns, data={"csrf_token": token(page), **chosen})
    assert answer.status_code == 303, answer.text
    return answer.location


def take_in(browser: FlaskClient, report: str, **decisions: str) -> str:
    data = {"csrf_token": token(browser.get(report).text), **decisions}
    assert browser.post(report, data=data).status_code == 303
    return browser.get(report).text


def bring(browser: FlaskClient, *rows: Sequence[object], **kinds: str) -> str:
    return take_in(browser, try_out(browser, xlsx(rows), **kinds))
