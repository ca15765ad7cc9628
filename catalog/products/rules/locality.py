"""Whether a product counts as one of Cirebon; what claims to be and is not says so nowhere."""

import re
from collections.abc import Collection

from catalog.taxonomy.rules import regency_of

# "khas Indramayu" of a maker from there would still be found as "khas"; "kulit asli" is leather.
_CLAIM = re.compile(
    r"\b(?:khas|oleh-oleh|(?:asli|original|authentic|typical|genuine)(?=\s+(?:\w+\s+)?cirebon))"
    r"\b",
    re.IGNORECASE,
)


def is_local(
    origin_code: str | None, region_code: str, homes: Collection[str], *, is_reseller: bool
) -> bool:
    """Return whether a product is made in the cities and regencies of the galleries.

    ``origin_code`` is where it is made, where that is not where its vendor works. Without a known
    home everything counts. What a reseller sells never does.
    """
    if is_reseller:
        return False
    return not homes or regency_of(origin_code or region_code) in homes


def without_claims(text: str) -> str:
    """Return a text without the words by which buyers look for goods of Cirebon."""
    return _CLAIM.sub(" ", text)
