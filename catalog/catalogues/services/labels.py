"""Price tags and shelf cards of products, as many copies as asked for, on sheets of A4."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.catalogues.queries.goods import Good
from catalog.catalogues.rules.files import Options
from catalog.catalogues.rules.labels import SIZES, placed
from catalog.catalogues.rules.words import Say, shortened
from catalog.catalogues.services.facts import Site, Teller
from catalog.catalogues.services.pictures import Print
from catalog.kernel.money import Money, format_money
from catalog.typeset import pdf, qr_svg, soft

WITH_PHOTO = frozenset({"poster"})
_NAME = {"tag": 34, "label": 64, "card": 80, "poster": 90}
_FACTS = {"tag": 0, "label": 0, "card": 4, "poster": 5}
_BADGES = {"tag": 0, "label": 3, "card": 5, "poster": 6}


def sheets(
    listed: Sequence[Good],
    shots: Mapping[UUID, Print],
    options: Options,
    *,
    words: tuple[Site, Say, str],
    made_at: datetime,
) -> bytes:
    """Return the sheets as PDF; ``words`` are the site, who translates, and the title."""
    site, say, title = words
    size = SIZES[options.size]
    teller = Teller(options.spoken.codes[0], say)
    files: dict[str, bytes] = {}
    items = []
    for good in listed:
        items.append(_item(good, teller, options, site))
        code = items[-1]["code"]
        files[code["file"]] = qr_svg(site.short(good.page.code))
        shot = shots.get(good.page.id)
        if shot is not None:
            name = f"photo-{good.page.code.lower()}.jpg"
            files[name] = shot.content
            items[-1]["photo"] = shot.told(name, good.page.words.name)
    data = {
        "site": site.name,
        "title": title,
        "size": {
            "width": size.width,
            "height": size.height,
            "style": size.style,
            "is_cut": size.is_cut,
        },
        "items": items,
        "sheets": placed(len(items), size, copies=options.copies, start=options.start),
    }
    return pdf("labels", data, pictures=files, language=teller.language, made_at=made_at)


def _item(good: Good, teller: Teller, options: Options, site: Site) -> dict[str, Any]:
    page, style = good.page, SIZES[options.size].style
    has_price = options.shows_price and page.price is not None
    price = format_money(Money(page.price or 0), teller.language) if has_price else ""
    if price and page.price_varies:
        price = f"{teller.word('from')} {price}"
    return {
        "name": soft(shortened(page.words.name, _NAME[style]), teller.language),
        "price": price,
        "unit": page.unit,
        "maker": shortened(page.maker.name, 44),
        "place": teller.origin(page),
        "badges": list(good.badges[: _BADGES[style]]),
        "facts": teller.facts(good, _FACTS[style]),
        "photo": None,
        "code": {
            "file": f"qr-{page.code.lower()}.svg",
            "address": site.bare(site.short(page.code)),
        },
    }
