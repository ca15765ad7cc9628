"""Permanent short codes: Crockford base32 without i, l, o, u, so that they can be read aloud."""

from uuid import UUID

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 7


def code_of(product_id: UUID, attempt: int = 0) -> str:
    """Return a code of ``LENGTH`` characters for an id; another one for every ``attempt``."""
    number = (product_id.int ^ (attempt * 0x9E3779B97F4A7C15F39CC0605CEDC835)) % 32**LENGTH
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
