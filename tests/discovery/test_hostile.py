"""Whatever a browser or a scanner sends gets a page or a clean refusal."""

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

pytestmark = pytest.mark.stocked

TEXTS = {
    "long": "x" * 10_000,
    "many words": "batik " * 2_000,
    "percent": "%",
    "stars": "*",
    "question marks": "?*?*?*",
    "quotes": '"\'`"',
    "brackets": "(" * 500,
    "colon": "name:batik AND NOT (x OR y)",
    "nul": "bat\x00ik",
    "emoji": "🧵👘🦐",
    "right to left": "\u202eكيتاب\u202c \u200f",
    "look-alikes": "ｂａｔｉｋ",
    "combining": "a" + "\u0301" * 3_000,
    "sql": "'; DROP TABLE product; --",
    "script": "<script>alert(1)</script>",
    "template": "{{ 7*7 }} %(x)s %s {0}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("path", ["/produk", "/en/produk", "/kategori/terasi", "/saran"])
def test_any_text_is_searched_safely(mall: FlaskClient, path: str, text: str) -> None:
    answer = mall.get(path, query_string={"q": text})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "/produk?q=%FF%FE%80",
        "/produk?%FF=%FF&kategori=%C3%28",
        "/produk?hal=-1&harga_min=-5&moq_maks=-9&harga_maks=1e999",
        "/produk?hal=9223372036854775808&harga_min=9223372036854775808",
        "/produk?" + "&".join(f"motif=m{number}" for number in range(2_000)),
        "/produk?" + "&".join(["ekspor=1"] * 2_000),
        "/produk?" + "&".join(f"p{number}={number}" for number in range(2_000)),
        "/produk?q&motif&hal",
        "/produk?&&&===&",
        "/produk?q[]=batik&q[$ne]=1",
        "/produk?kategori=../../etc/passwd&galeri=%00",
        "/saran?q=%FF",
        "/saran",
    ],
)
def test_any_parameters_give_a_page(mall: FlaskClient, url: str) -> None:
    assert mall.get(url).status_code == 200


@pytest.mark.parametrize(
    "path", ["/kategori/%FF%FE", "/kategori/%00", "/kategori/" + "x" * 5_000, "/kategori/..%2f.."]
)
def test_a_category_that_cannot_be_is_not_there(mall: FlaskClient, path: str) -> None:
    assert mall.get(path).status_code == 404


def test_raw_bytes_in_the_address_are_no_error_of_ours(mall: FlaskClient) -> None:
    environ = EnvironBuilder("/produk").get_environ()
    environ["QUERY_STRING"] = "q=\xff\xfe\x00&\xe9=1"
    environ["PATH_INFO"] = "/kategori/\xff\xfe"

    assert mall.open(environ).status_code == 404
    environ["PATH_INFO"] = "/produk"
    assert mall.open(environ).status_code == 200


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["q", "kategori", "motif", "harga_min", "hal", "urut", "tepat", "ekspor"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    )
)
def test_random_questions_are_answered(mall: FlaskClient, query: dict[str, str]) -> None:
    assert mall.get("/produk", query_string=query).status_code == 200
    assert mall.get("/saran", query_string=query).status_code == 200
