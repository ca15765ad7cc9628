import pytest

from catalog.accounts.rules import address_group, normal_login


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Sekar@Contoh.Example ", "sekar@contoh.example"),
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("not a phone", "not a phone"),
    ],
)
def test_a_login_is_the_same_however_it_is_typed(typed: str, kept: str) -> None:
    assert normal_login(typed) == kept


def test_neighbours_in_one_ipv6_network_count_as_one_address() -> None:
    assert address_group("2001:db8::1") == address_group("2001:db8::ffff:2")
    assert address_group("192.0.2.1") != address_group("192.0.2.2")
    assert address_group("") == "unknown"
