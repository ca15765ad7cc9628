import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", ""])
def test_an_unknown_host_is_refused_cleanly(client: FlaskClient, host: str) -> None:
    for path in ("/", "/en/produk", "/static/css/site.css", "/healthz"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


def test_a_kept_page_is_not_given_to_an_unknown_host(client: FlaskClient) -> None:
    assert client.get("/motif").status_code == 200
    assert client.get("/motif", headers={"Host": "evil.example"}).status_code == 400


def test_addresses_as_people_type_them_lead_to_the_page(client: FlaskClient) -> None:
    english = client.get("/en")
    assert (english.status_code, english.headers["Location"]) == (301, "/en/")
    assert client.get("/umkm/").status_code == 200
