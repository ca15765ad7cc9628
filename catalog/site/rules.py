"""Pure helpers of the site's own pages: paragraphs, parts of the sitemap."""

SITEMAP_ADDRESSES = 10_000  # of one part; two languages of a product are two addresses
SITEMAP_ROWS = SITEMAP_ADDRESSES // 2


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which empty lines divide."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def part_count(rows: int) -> int:
    """Return how many parts of the sitemap hold this many rows."""
    return -(-rows // SITEMAP_ROWS)
