"""The catalogue of a showcase as the template reads it, and its PDF."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from catalog.catalogues.queries.goods import Good
from catalog.catalogues.queries.stories import Chapter, Piece, Story
from catalog.catalogues.rules.files import Edges, Options
from catalog.catalogues.rules.words import COLOPHON, WORDS, Say, day, said, shortened
from catalog.catalogues.services.facts import Fact, Site, Teller, joined, paired
from catalog.catalogues.services.pictures import Print
from catalog.galleries.queries import GalleryFacts
from catalog.kernel.clock import wib_date
from catalog.kernel.text import LocalText
from catalog.typeset import qr_svg, soft

_FACTS = {1: 11, 2: 7, 4: 4}
_NOTE = {1: 600, 2: 420, 4: 200}
_CHAPTER = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that a catalogue is made of; ``shots`` by product, ``art`` by picture."""

    story: Story
    goods: dict[UUID, Good]
    gallery: GalleryFacts | None
    today: date
    cover: Print | None = None
    shots: dict[UUID, Print] = field(default_factory=dict)
    art: dict[UUID, Print] = field(default_factory=dict)


class Booklet:
    """Collects data and files; ``data`` and ``files`` go to ``typeset.pdf``."""

    def __init__(self, material: Material, options: Options, site: Site, say: Say) -> None:
        self._made_of = material
        self._options = options
        self._site = site
        self._say = say
        self._codes = options.spoken.codes
        self._tellers = [Teller(code, say) for code in self._codes]
        self.files: dict[str, bytes] = {}
        self.data = self._data()

    def _data(self) -> dict[str, Any]:
        story, gallery = self._made_of.story, self._made_of.gallery
        address = self._site.showcase(story.slug, self._codes[0])
        return {
            "site": self._site.name,
            # A working copy may have none yet; a cover needs one.
            "title": self._both(story.title, 120) or [self._site.name],
            "lead": self._both(story.lead, 420),
            "note": self._both(story.note, 2600),
            "curator": story.curator,
            "gallery": gallery.name if gallery else "",
            "dates": self._dates(),
            "per_page": self._options.per_page,
            "edges": self._options.edges.value,
            "bleeds": self._options.edges is not Edges.NONE,
            "words": {key: said(self._say, key, self._codes) for key in WORDS},
            "cover": self._placed("cover", self._made_of.cover, ""),
            "chapters": [self._chapter(number, each) for number, each in enumerate(story.chapters)],
            "makers": self._makers(),
            "contact": self._contact(),
            "colophon": [self._say(COLOPHON, code) for code in self._codes],
            "valid_on": day(self._made_of.today, self._codes[0]),
            "online": {"file": self._code("online", address), "address": self._site.bare(address)},
            "is_sample": any(good.page.is_sample for good in self._made_of.goods.values()),
        }

    def _chapter(self, number: int, chapter: Chapter) -> dict[str, Any]:
        picture = self._made_of.art.get(chapter.image_id) if chapter.image_id else None
        pieces = [self._piece(piece) for piece in chapter.pieces]
        return {
            "title": self._both(chapter.title, 120),
            "text": self._both(chapter.text, _CHAPTER),
            "picture": self._placed(f"chapter{number}", picture, ""),
            "items": [piece for piece in pieces if piece is not None],
        }

    def _piece(self, piece: Piece) -> dict[str, Any] | None:
        good = self._made_of.goods.get(piece.product_id)
        if good is None:
            return None
        page, per_page = good.page, self._options.per_page
        code = page.code.lower()
        address = self._site.short(page.code)
        shown = self._options.shows_price
        return {
            "id": code,
            "name": self._names(good),
            "note": self._both(piece.note, _NOTE[per_page]),
            "about": self._about(good),
            "maker": page.maker.name,
            "place": self._tellers[0].origin(page),
            "price": [teller.price(good) for teller in self._tellers][:1] if shown else [],
            "fob": self._tellers[-1].fob(good) if shown else "",
            "facts": self._facts(good)[: _FACTS[per_page]],
            "badges": list(good.badges),
            "markets": self._markets(good),
            "photo": self._placed(
                f"photo-{code}", self._made_of.shots.get(page.id), page.words.name
            ),
            "code": {
                "file": self._code(f"qr-{code}", address),
                "address": self._site.bare(address),
            },
        }

    def _names(self, good: Good) -> list[str]:
        names = [good.pages[code].words.name for code in self._codes]
        return list(dict.fromkeys(names))

    def _about(self, good: Good) -> list[str]:
        told = []
        for code in self._codes:
            words = good.pages[code].words
            if not words.language:  # it has words of its own in this language
                told.append(soft(shortened(words.description or words.summary, 420), code))
        return list(dict.fromkeys(filter(None, told)))

    def _facts(self, good: Good) -> list[Fact]:
        told = [teller.facts(good, 40) for teller in self._tellers]
        return told[0] if len(told) == 1 else paired(told[0], told[1])

    def _markets(self, good: Good) -> list[str]:
        first, *others = [good.pages[code].markets for code in self._codes]
        if not others:
            return list(first)
        return [joined(one, two, " / ") for one, two in zip(first, others[0], strict=True)]

    def _makers(self) -> list[dict[str, Any]]:
        found: dict[UUID, dict[str, Any]] = {}
        for product_id in self._made_of.story.product_ids:
            good = self._made_of.goods.get(product_id)
            if good is None:
                continue
            page = good.page
            maker = found.setdefault(
                good.vendor_id,
                {"name": page.maker.name, "place": self._tellers[0].origin(page), "items": []},
            )
            maker["items"].append(page.code.lower())
        return sorted(found.values(), key=lambda maker: str(maker["name"]).casefold())

    def _contact(self) -> dict[str, Any] | None:
        gallery = self._made_of.gallery
        if gallery is None:
            return None
        return {
            "name": gallery.name,
            "institution": [gallery.institution.best(code) for code in self._codes][:1],
            "address": gallery.address,
            "phone": gallery.phone,
            "email": gallery.email,
            "hours": [gallery.hours_note.best(code) for code in self._codes][:1],
        }

    def _dates(self) -> str:
        story, code = self._made_of.story, self._codes[0]
        days = [wib_date(each) for each in (story.starts_at, story.ends_at) if each is not None]
        return " – ".join(day(each, code) for each in days)

    def _both(self, text: LocalText, limit: int) -> list[str]:
        """Return a text in the file's languages; one that is missing is not said twice."""
        told = {shortened_block(text.best(code), limit): code for code in reversed(self._codes)}
        return [soft(each, code) for each, code in reversed(told.items()) if each]

    def _placed(self, name: str, picture: Print | None, alt: str) -> dict[str, Any] | None:
        if picture is None:
            return None
        file = f"{name}.jpg"
        self.files[file] = picture.content
        return picture.told(file, alt)

    def _code(self, name: str, address: str) -> str:
        file = f"{name}.svg"
        self.files[file] = qr_svg(address)
        return file


def stands_large(story: Story, per_page: int) -> set[UUID]:
    """Return the products whose picture needs more than 960 pixels: alone on their page."""
    found = set()
    for chapter in story.chapters:
        ids = [piece.product_id for piece in chapter.pieces]
        found |= set(ids) if per_page == 1 else set(ids[-1:] if len(ids) % per_page == 1 else ())
    return found


def shortened_block(text: str, limit: int) -> str:
    """Return paragraphs, the last one cut where the text is longer than a page has room for."""
    found: list[str] = []
    room = limit
    for part in text.split("\n\n"):
        if room <= 0:
            break
        found.append(shortened(part, room))
        room -= len(part)
    return "\n\n".join(found)
