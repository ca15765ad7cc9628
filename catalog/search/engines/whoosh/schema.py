"""The Whoosh schema: lean, weighted text as postings, everything else as columns or plain terms."""

from dataclasses import dataclass

from whoosh import columns, fields, formats
from whoosh.analysis import KeywordAnalyzer
from whoosh.codec.whoosh3 import W3Codec

from catalog.search.document import FACETS, NUMBERS

INDEX_NAME = "MAIN"
ABSENT = -1  # a number that a document does not have
PREFIXES = 4  # leading words of a name that are kept as a hash, besides the whole
KEYS = 2 * (PREFIXES + 1)  # for the Indonesian and the English name
K1 = 1.2  # BM25 saturation of repeated words


@dataclass(frozen=True, slots=True)
class TextField:
    """A weighted text field: its language, BM25F weight, and length normalisation."""

    language: str
    weight: float
    b: float
    stops: bool = True  # stop words are left out


TEXTS = {
    "name": TextField("id", 10.0, 0.3, stops=False),
    "name_en": TextField("en", 10.0, 0.3, stops=False),
    "terms": TextField("id", 4.0, 0.3, stops=False),
    "place": TextField("id", 2.0, 0.3, stops=False),
    "vendor": TextField("id", 2.0, 0.3, stops=False),
    "body": TextField("id", 1.0, 0.75),
    "body_en": TextField("en", 1.0, 0.75),
}
NAMES = ("name", "name_en")  # the first two of them
PAIRS = "pairs"  # neighbouring words of the names: "kursi rotan" above "rotan untuk kursi"
WEIGHTED = TEXTS | {PAIRS: TextField(PAIRS, 10.0, 0.3)}
LANGUAGES = ("id", "en")
SPACES = (*LANGUAGES, PAIRS)  # each has terms of its own
TITLE = "title"  # unstemmed words of the names, to complete what is being typed
WORDS = "words"  # every unstemmed word once, its weight the documents that have it: for typos


COUNTED = frozenset({*WEIGHTED, WORDS})  # fields whose postings carry a count


def pair(first: str, second: str) -> str:
    """Return the term of two neighbouring stems."""
    return f"{first} {second}"


def facet_field(facet: str) -> str:
    """Return the Whoosh field that holds a facet's values as terms."""
    return f"f_{facet}"


def codec() -> W3Codec:
    """Return Whoosh's codec with long, uncompressed posting blocks: quick to write and read."""
    return W3Codec(blocklimit=1024, compression=0)


def _plain() -> fields.FieldType:
    field = fields.ID()
    field.format = formats.Existence()
    return field


def make_schema() -> fields.Schema:
    """Return the schema, so that stock Whoosh can open, filter and count the index too."""
    schema = fields.Schema()
    for name in [*WEIGHTED, WORDS]:
        schema.add(name, fields.FieldType(formats.Frequency(), KeywordAnalyzer(), scorable=True))
    schema.add(TITLE, _plain())
    for facet in FACETS:
        schema.add(facet_field(facet), _plain())
    schema.add("id", fields.COLUMN(columns.FixedBytesColumn(16)))
    schema.add("keys", fields.COLUMN(columns.FixedBytesColumn(4 * KEYS)))
    schema.add("label", fields.COLUMN(columns.VarBytesColumn()))
    for name in NUMBERS:
        schema.add(name, fields.COLUMN(columns.NumericColumn("q", default=ABSENT)))
    return schema
