"""Goes through the registration as a maker does, without any script."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

NIK, NIB, PHONE = "3274014108850001", "1112210007923", "0812 3456 7890"
BUSINESS = {"name": "Batik Rara Sekar", "kinds": ["batik-wastra"]}
OWNER = {"owner_name": "Sekar Wulandari", "phone": PHONE, "nik": NIK}
TICKS = {"mall-ukm:own_product": "1", "mall-ukm:commitment": "1"}


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(-?\d+)"', page)
    assert found
    return found[1]


def fill(browser: FlaskClient, path: str, **values: object) -> TestResponse:
    page = browser.get(path).text
    return browser.post(path, data={"csrf_token": token(page), "version": version(page), **values})


def go_through(browser: FlaskClient, **instead: dict[str, object]) -> TestResponse:
    fill(browser, "/usaha/daftar/usaha", **BUSINESS)
    fill(browser, "/usaha/daftar/tempat", place="32.74")
    fill(browser, "/usaha/daftar/tempat", place="32.74.05")
    fill(browser, "/usaha/daftar/tempat", place="32.74.05.1003", address="Gang Serambi 4")
    fill(browser, "/usaha/daftar/pemilik", **(OWNER | instead.get("owner", {})))
    permit = {"permit": "nib", "nib": NIB} | instead.get("permit", {})
    fill(browser, "/usaha/daftar/izin", **permit)
    fill(browser, "/usaha/daftar/galeri", galleries=["mall-ukm"], **TICKS)
    return fill(browser, "/usaha/daftar/periksa", agrees="y")
