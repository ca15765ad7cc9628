import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.accounts.pages import NEW, sign_in
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor

LOGIN = "admin@contoh.example"


def _run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["users", *arguments])
    return result.exit_code, result.output


def test_the_first_administrator_is_made_on_the_machine(app: Flask, client: FlaskClient) -> None:
    code, said = _run(app, "create", LOGIN, "--name", "Dewi", "--role", "admin")
    assert code == 0
    password = said.strip().rpartition(" ")[2]
    assert sign_in(client, LOGIN, password).status_code == 303
    assert client.get("/akun").location == "/akun/kata-sandi"


def test_a_password_of_ones_own_must_be_a_good_one(app: Flask) -> None:
    wrong = _run(app, "create", LOGIN, "--name", "Dewi", "--password", "KotaBandung2026")
    assert wrong[0] == 1
    assert "soon guessed" in wrong[1]
    assert _run(app, "create", LOGIN, "--name", "Dewi", "--password", NEW)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "dewi", "--name", "Dewi"], "neither an e-mail address nor"),
        (["create", "a@contoh.example", "--name", "A"], "has an account already"),
        (["create", LOGIN, "--name", "D", "--role", "dinas"], "needs --region"),
        (["create", LOGIN, "--name", "D", "--role", "vendor", "--vendor", "x"], "no vendor x"),
        (["grant", "nobody@contoh.example", "auditor"], "nobody signs in as"),
        (["revoke", "a@contoh.example", "auditor"], "does not hold this role"),
        (["grant", "a@contoh.example", "king"], "Invalid value"),
    ],
)
def test_what_cannot_be_done_is_said(
    app: Flask, session: Session, arguments: list[str], said: str
) -> None:
    a_person(session, login="a@contoh.example")
    session.commit()
    code, output = _run(app, *arguments)
    assert code != 0
    assert said in output


def test_roles_are_given_listed_and_taken(app: Flask, session: Session) -> None:
    vendor = a_vendor(session, name="Batik Rara Sekar")
    a_person(session, login="0812 9999 1234", name="Siti")
    session.commit()
    scope = ["--vendor", vendor.slug]
    assert _run(app, "grant", "081299991234", "vendor", *scope)[0] == 0
    listed = _run(app, "list")[1]
    assert "+62…1234" in listed
    assert "vendor (Batik Rara Sekar)" in listed
    assert "99991234" not in listed
    assert "Siti" not in _run(app, "list", "--role", "admin")[1]
    assert "last owner" in _run(app, "revoke", "081299991234", "vendor", *scope)[1]
    assert _run(app, "grant", "081299991234", "auditor")[0] == 0
    assert _run(app, "revoke", "081299991234", "auditor")[0] == 0
