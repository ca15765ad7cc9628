"""What a sheet may hold for each kind of product: fields, columns, and the words of its lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from catalog.db.work import Work
from catalog.products.models import Product
from catalog.products.queries.reference import leaves, reference
from catalog.products.rules.bulk.columns import CATEGORY, Column, Vocabulary, columns_for
from catalog.products.rules.bulk.words import Words, flag_words, selling_words, words_of
from catalog.products.rules.fields import Field, Look
from catalog.products.rules.rows import CURRENCIES
from catalog.products.rules.sheet import TERM, Choice, Reference, all_fields
from catalog.taxonomy.queries import category_tree

_LANGUAGE = "id"  # of a sheet's headings and words; English ones are understood too


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of product (category slug) in a sheet.

    ``words`` are by input; that of a list of several is named ``input[]``.
    """

    slug: str
    reference: Reference
    fields: Mapping[str, Field]
    columns: tuple[Column, ...]
    words: Mapping[str, Words]


@dataclass(slots=True)
class Lists:
    """The kinds of products of a vendor's sheet, each read once."""

    work: Work
    vendor_id: UUID
    _kinds: dict[str, Kind] = field(default_factory=dict)
    _categories: dict[str, str] = field(default_factory=dict)

    def kind(self, slug: str) -> Kind:
        """Return what a product of this category may hold."""
        if slug not in self._kinds:
            self._kinds[slug] = _kind(self.work, self.vendor_id, slug)
        return self._kinds[slug]

    @property
    def categories(self) -> Words:
        """Return the categories by the words that people write for them."""
        if not self._categories:
            self._categories = category_words(self.work)
        return self._categories

    def vocabulary(self) -> Vocabulary:
        """Return what headings mean, whatever the kind of product."""
        return Vocabulary({slug: self.kind(slug).columns for slug in leaves(self.work)})


def category_names(work: Work) -> dict[str, str]:
    """Return the names of the kinds by slug; two of the same name carry their parent's too."""
    tree = category_tree(work.session)
    names = {slug: tree.by_slug[slug].name.best(_LANGUAGE) for slug in leaves(work)}
    often = list(names.values())
    for slug, name in names.items():
        parent = tree.by_slug[slug].parent_id
        if often.count(name) > 1 and parent:
            names[slug] = f"{tree.by_id[parent].name.best(_LANGUAGE)}: {name}"
    return names


def category_words(work: Work) -> dict[str, str]:
    """Return the kinds of products by the words that people write for them."""
    tree = category_tree(work.session)
    english = [(slug, tree.by_slug[slug].name.best("en")) for slug in leaves(work)]
    return words_of([*category_names(work).items(), *english])


def _kind(work: Work, vendor_id: UUID, slug: str) -> Kind:
    # ``reference`` asks the product only for its maker, whose villages decide on protected names.
    maker = Product(vendor_id=vendor_id)
    own = reference(work, slug, maker, _LANGUAGE)
    fields = all_fields(own, {}, _LANGUAGE)
    english = all_fields(reference(work, slug, maker, "en"), {}, "en")
    words = dict(_words(fields, english))
    for name, choices in _terms(own):
        words[f"{name}[]"] = words_of([(c.value, c.words) for c in choices])
    return Kind(slug, own, fields, tuple(columns_for(fields)), words)


def _terms(lists: Reference) -> Iterable[tuple[str, Iterable[Choice]]]:
    # A protected name is on no list, yet it is known: the field says who may use it.
    for kind, choices in (lists.terms or {}).items():
        yield f"{TERM}{kind}", choices


def _words(
    fields: Mapping[str, Field], english: Mapping[str, Field]
) -> Iterable[tuple[str, dict[str, str]]]:
    for name, each in fields.items():
        if name == "selling":
            yield name, selling_words()
        elif each.choices == english[name].choices and {v for v, _ in each.choices} == {"0", "1"}:
            yield name, flag_words("" if name == "asks_price" else "0")
        elif each.look is Look.CHECKS:
            yield f"{name}[]", words_of([*each.choices, *english[name].choices])
        elif each.look is Look.CHOICE and name != CATEGORY:
            yield name, words_of([*each.choices, *english[name].choices])
    yield "fob_currency", words_of([(code, code) for code in CURRENCIES])
