import pytest

from catalog.kernel.mailbox import is_address, read_sender, read_server
from catalog.settings import Settings, SettingsError


@pytest.mark.parametrize(
    "text", ["sekar@contoh.id", "a.b+c@sub.contoh.co.id", "x@xn--80ak6aa92e.com"]
)
def test_a_plain_address_can_be_written_to(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sekar",
        "sekar@",
        "@contoh.id",
        "sekar@contoh",
        "sekar@contoh.id\nBcc: semua@contoh.id",
        "sekar@contoh.id\r\n",
        "Sekar <sekar@contoh.id>",
        "a@contoh.id,b@contoh.id",
        "a b@contoh.id",
        "a..b@contoh.id",
        "sekar@-contoh.id",
        "sekar@contoh.id\x00",
        f"{'a' * 250}@contoh.id",
    ],
)
def test_anything_else_cannot(text: str) -> None:
    assert not is_address(text)


def test_a_mail_address_names_server_and_safety() -> None:
    found = read_server("smtp://pos%40kota:rahasia%2F1@mail.kota.go.id")
    assert found is not None
    assert (found.host, found.port, found.needs_starttls, found.is_tls) == (
        "mail.kota.go.id",
        587,
        True,
        False,
    )
    assert (found.user, found.password) == ("pos@kota", "rahasia/1")
    assert "rahasia" not in repr(found)


def test_tls_from_the_start_has_a_scheme_of_its_own() -> None:
    found = read_server("smtps://mail.contoh.id")
    assert found is not None
    assert (found.port, found.is_tls, found.needs_starttls) == (465, True, False)


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1025", "smtp://10.0.0.9:25?tls=off"])
def test_this_machine_and_a_said_exception_need_no_tls(url: str) -> None:
    found = read_server(url)
    assert found is not None
    assert not found.needs_starttls


@pytest.mark.parametrize(
    "url",
    [
        "mail.contoh.id:587",
        "http://mail.contoh.id",
        "smtp://",
        "smtp://host:70000",
        "smtp://host:x",
        "smtp://user:a/b@host",
        "smtp://ho st",
        "smtp://host?tls=maybe",
    ],
)
def test_a_bad_mail_address_stops_the_start_without_telling_the_password(
    url: str, tmp_path: object
) -> None:
    environ = {"CATALOG_STATE_DIR": str(tmp_path), "CATALOG_MAIL_URL": url}
    with pytest.raises(SettingsError, match="CATALOG_MAIL_URL") as error:
        Settings.from_environ(environ)
    assert "a/b" not in str(error.value)


@pytest.mark.parametrize("sender", ["", "Sarumban", "Sarumban <x@y\nBcc: z@contoh.id>", "<>"])
def test_a_sender_that_cannot_be_one_stops_the_start(sender: str, tmp_path: object) -> None:
    environ = {"CATALOG_STATE_DIR": str(tmp_path), "CATALOG_MAIL_FROM": sender}
    with pytest.raises(SettingsError, match="CATALOG_MAIL_FROM"):
        Settings.from_environ(environ)


def test_a_sender_has_a_name_and_an_address() -> None:
    assert read_sender("Mal UKM, Kota <pos@contoh.id>") == ("Mal UKM, Kota", "pos@contoh.id")
    assert read_sender("no-reply@localhost") == ("", "no-reply@localhost")
