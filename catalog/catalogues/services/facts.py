"""What is printed of a product, in words: facts, prices, places."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.catalogues.queries.goods import Good
from catalog.catalogues.rules.words import WORDS, Say, day
from catalog.kernel.money import Money, format_money
from catalog.kernel.quantity import counted, format_number
from catalog.products.queries.page import ProductPage
from catalog.products.rules.export import Offer

Fact = tuple[str, str]
_TERMS = ("material", "motif", "technique")


@dataclass(frozen=True, slots=True)
class Site:
    """Where the reader finds more: the site's name and its address without a slash at the end."""

    name: str
    url: str

    def short(self, code: str) -> str:
        """Return the permanent address of a product, as it is encoded."""
        return f"{self.url}/p/{code}"

    def showcase(self, slug: str, language: str) -> str:
        """Return the address of a showcase as the reader of this language finds it."""
        lead = "" if language == "id" else f"/{language}"
        return f"{self.url}{lead}/etalase/{slug}"

    def bare(self, address: str) -> str:
        """Return an address as people type it."""
        return address.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the facts of products in one language."""

    language: str
    say: Say

    def word(self, key: str) -> str:
        """Return a word of printed pages."""
        return self.say(WORDS[key], self.language)

    def facts(self, good: Good, most: int) -> list[Fact]:
        """Return the facts of a product: what it is, its size, what trade asks for, the rest."""
        page = good.pages[self.language]
        size, rest = self._measures(page, is_size=True), self._measures(page, is_size=False)
        found = [*self._terms(page), *size, *self._trade(good, page), *rest]
        return found[:most]

    def price(self, good: Good) -> str:
        """Return the retail price with its unit, or that it is told on request."""
        page = good.pages[self.language]
        if page.price is None:
            return self.word("on_request")
        text = format_money(Money(page.price), self.language)
        lead = f"{self.word('from')} " if page.price_varies else ""
        return f"{lead}{text} / {page.unit}"

    def fob(self, good: Good) -> str:
        """Return the lowest FOB price that holds today with its port and last day, or ''."""
        if not good.offers:
            return ""
        return self.offer(good.offers[0])

    def offer(self, offer: Offer) -> str:
        """Return an offer: its lowest price, port and last day."""
        lowest = min(span.amount for span in offer.spans)
        lead = f"{self.word('from')} " if len(offer.spans) > 1 else ""
        text = f"{lead}{format_money(Money(lowest, offer.currency), self.language)}"
        text = f"{text} FOB {offer.port}".strip()
        if offer.valid_until is None:
            return text
        return f"{text}, {self.word('valid_until')} {day(offer.valid_until, self.language)}"

    def lead_time(self, days: tuple[int | None, int | None]) -> str:
        """Return ``14–21 hari``, or '' when nobody said."""
        known = [format_number(each, self.language, 0) for each in days if each is not None]
        text = "–".join(dict.fromkeys(known))
        return f"{text} {self.word('days')}" if text else ""

    def origin(self, page: ProductPage) -> str:
        """Return desa and kecamatan."""
        return ", ".join(page.origin[:2]) or page.maker.place

    def _trade(self, good: Good, page: ProductPage) -> list[Fact]:
        found: list[Fact] = []
        if page.minimum_order > 1:
            amount = counted(page.minimum_order, page.unit, self.language)
            found.append((self.word("minimum_order"), amount))
        lead_time = self.lead_time(page.lead_days)
        if lead_time:
            found.append((self.word("lead_time"), lead_time))
        if good.capacity:
            amount = counted(good.capacity, page.unit, self.language)
            found.append((self.word("capacity"), amount))
        if page.export:
            found.append((self.word("hs"), page.export.hs_code))
        return found

    def _terms(self, page: ProductPage) -> list[Fact]:
        found = []
        for kind in _TERMS:
            names = [term.name.best(self.language) for term in page.terms.get(kind, ())]
            if names:
                found.append((self.word(kind), ", ".join(names[:3])))
        return found

    def _measures(self, page: ProductPage, *, is_size: bool) -> list[Fact]:
        blocks = [block for block in page.blocks if (block.code == "size") is is_size]
        taken = {self.word(kind).lower() for kind in _TERMS}
        found = []
        for block in blocks:
            for fact in block.facts:
                label = self.say(fact.label, self.language) if fact.is_message else fact.label
                value = self.say(fact.says, self.language) if fact.says else fact.value
                if label.lower() not in taken and value:
                    found.append((label, value))
        return found


def paired(one: Sequence[Fact], two: Sequence[Fact]) -> list[Fact]:
    """Return bilingual facts: ``Bahan · Material`` with ``Katun / Cotton``."""
    if len(one) != len(two):
        return list(one)
    return [
        (joined(first[0], second[0], " · "), joined(first[1], second[1], " / "))
        for first, second in zip(one, two, strict=True)
    ]


def joined(one: str, two: str, mark: str) -> str:
    """Return a word in two languages, once where both say the same."""
    if two.startswith(one):  # "30 cm" says nothing beside "30 cm (11.8 in)"
        return two
    return f"{one}{mark}{two}"
