"""The sitemap, written out row by row, and robots.txt."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from flask import Response, abort, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.db.session import db
from catalog.db.work import Work
from catalog.kernel.text import DEFAULT_LANGUAGE, Language
from catalog.search.outbox import public_version
from catalog.site.queries import sitemap as queries
from catalog.site.rules import part_count
from catalog.site.views.blueprint import bp
from catalog.site.views.words import TERM_ENDPOINTS
from catalog.taxonomy.rules import TermKind
from catalog.web.access import public
from catalog.web.templating import absolute
from catalog.web.work import current_work

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
_MAX_AGE = 600  # seconds
_PLAIN_PAGES = (
    "site.home",
    "discovery.browse",
    "vendors.index",
    "showcases.index",
    "taxonomy.sentra_index",
    "taxonomy.motif_index",
    "taxonomy.technique_index",
    "taxonomy.material_index",
    "site.about",
    "site.help",
    "site.privacy",
)


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """List the parts."""
    totals = queries.counts(current_work().session)
    parts = ["pages", "showcases"]
    parts += [f"products-{n}" for n in range(1, part_count(totals["products"]) + 1)]
    parts += [f"vendors-{n}" for n in range(1, part_count(totals["vendors"]) + 1)]

    def lines(_work: Work) -> Iterator[str]:
        yield f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        for part in parts:
            address = absolute(url_for("site.sitemap_part", part=part), DEFAULT_LANGUAGE)
            yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
        yield "</sitemapindex>\n"

    return _answer("index", lines)


@bp.get("/sitemap-<part>.xml")
@public
def sitemap_part(part: str) -> ResponseReturnValue:
    """List the addresses of one part, at most 10,000."""
    kind, _, number = part.partition("-")
    if part in {"pages", "showcases"}:
        write = _pages if part == "pages" else _showcases
        return _answer(part, lambda work: _part(write(work)))
    totals = queries.counts(current_work().session)
    if kind not in totals or not _is_part(number, part_count(totals[kind])):
        abort(404)
    endpoint, read = {
        "products": ("products.show", queries.products),
        "vendors": ("vendors.show", queries.vendors),
    }[kind]
    return _answer(part, lambda work: _part(_entries(endpoint, read(work, int(number)))))


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell crawlers where the sitemap is, and to leave filtered lists alone."""
    lines = (
        "User-agent: *",
        "Disallow: /*?*urut=",
        "Disallow: /*?*harga_min=",
        "Disallow: /*?*harga_maks=",
        "Disallow: /*?*moq_maks=",
        f"Sitemap: {absolute(url_for('site.sitemap'), DEFAULT_LANGUAGE)}",
    )
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "public, max-age=86400",
    }
    return "\n".join(lines) + "\n", 200, headers


def _answer(name: str, lines: Callable[[Work], Iterable[str]]) -> Response:
    """Return the file; nothing is read when the crawler's copy is still true."""
    work = current_work()
    # Showcases begin on their day without any row changing.
    stamp = f"{name}-{public_version(work.session)}-{work.now:%Y%m%d%H}"
    fresh = Response(content_type="application/xml; charset=utf-8")
    fresh.headers["Cache-Control"] = f"public, max-age={_MAX_AGE}"
    fresh.set_etag(stamp, weak=True)
    if request.if_none_match.contains_weak(stamp):
        fresh.status_code = 304
    elif request.method != "HEAD":
        fresh.response = stream_with_context(_streamed(work.now, lines))
    return fresh


def _streamed(now: datetime, lines: Callable[[Work], Iterable[str]]) -> Iterator[bytes]:
    """Give the lines, read by a session of their own: the request's one ends before they do."""
    with Session(db.engine) as session:
        for line in lines(Work(session=session, now=now)):
            yield line.encode()


def _part(entries: Iterable[str]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_SPACES}>\n"
    yield from entries
    yield "</urlset>\n"


def _entries(endpoint: str, found: Iterable[queries.Address]) -> Iterator[str]:
    for each in found:
        changed = f"<lastmod>{each.changed_at:%Y-%m-%d}</lastmod>" if each.changed_at else ""
        pictures = "".join(
            f"<image:image><image:loc>{escape(absolute(path, DEFAULT_LANGUAGE))}</image:loc>"
            "</image:image>"
            for path in each.pictures
        )
        path = url_for(endpoint, slug=each.slug)
        yield from _addresses(path, changed + pictures, has_english=each.has_english)


def _addresses(path: str, details: str = "", *, has_english: bool = True) -> Iterator[str]:
    """Give a page in each language that it was written in, each naming the others."""
    languages = [code for code in Language if code == DEFAULT_LANGUAGE or has_english]
    links = ""
    if has_english:
        named = [*((str(code), code) for code in languages), ("x-default", DEFAULT_LANGUAGE)]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{name}" href="{escape(absolute(path, code))}"/>'
            for name, code in named
        )
    for code in languages:
        # Protocol order: loc, lastmod, then extensions.
        yield f"<url><loc>{escape(absolute(path, code))}</loc>{details}{links}</url>\n"


def _pages(work: Work) -> Iterator[str]:
    for endpoint in _PLAIN_PAGES:
        yield from _addresses(url_for(endpoint))
    for slug in queries.gallery_slugs(work):
        yield from _addresses(url_for("galleries.show", slug=slug))
    for slug in queries.category_slugs(work):
        yield from _addresses(url_for("discovery.category", slug=slug))
    for kind, slug in queries.term_addresses(work):
        yield from _addresses(url_for(TERM_ENDPOINTS[TermKind(kind)], slug=slug))


def _showcases(work: Work) -> Iterator[str]:
    yield from _entries("showcases.show", queries.showcases(work))


def _is_part(number: str, last: int) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 7 and 1 <= int(number) <= last  # noqa: PLR2004  # digits
