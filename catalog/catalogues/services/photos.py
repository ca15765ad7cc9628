"""The pictures of products as one ZIP: cleaned, as large as is public, with who made what."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from catalog.catalogues.queries.goods import Good
from catalog.catalogues.rules.files import MOST_SENT
from catalog.catalogues.services.facts import Site, Teller
from catalog.catalogues.services.pictures import Told, all_printed
from catalog.kernel.clock import wib
from catalog.kernel.text import N_, slugify
from catalog.media.rules import Picture
from catalog.media.store import Store
from catalog.sheets.writing import csv_bytes

HEADINGS = (
    N_("File"), N_("Product"), N_("Maker"), N_("Place of origin"), N_("What it shows"),
    N_("Address"),
)  # fmt: skip
TERMS = N_(
    "These pictures belong to the makers who are named in the list. Use them to show and to sell"
    " these products, name the maker, and change nothing that would mislead a buyer."
)


def archive(
    path: Path, listed: Sequence[Good], *, store: Store, words: tuple[Site, Teller, Told],
    made_at: datetime,
) -> None:  # fmt: skip
    """Write the ZIP to ``path``; a picture whose file is gone is left out."""
    site, teller, told = words
    wanted: list[tuple[str, Good, Picture, str]] = []
    for good in listed:
        for number, shot in enumerate(good.page.shots[:MOST_SENT], 1):
            name = f"{good.page.code}-{slugify(good.page.words.name, limit=60)}-{number}.jpg"
            wanted.append((name, good, shot.picture, shot.alt))
    rows = [[teller.say(heading, teller.language) for heading in HEADINGS]]
    stamp = wib(made_at).timetuple()[:6]
    drawn = all_printed([(each[2], True) for each in wanted], store=store, told=told)
    with ZipFile(path, "w") as target:
        for (name, good, _, alt), picture in zip(wanted, drawn, strict=True):
            if picture is None:
                continue
            target.writestr(ZipInfo(name, stamp), picture.content, ZIP_STORED)
            page = good.page
            place = ", ".join(page.origin)
            rows.append([name, page.words.name, page.maker.name, place, alt, site.short(page.code)])
        terms = teller.say(TERMS, teller.language)
        for name, content in (
            ("kredit-credits.csv", csv_bytes(rows, delimiter=";")),
            ("BACA-README.txt", f"{site.name}\n{site.url}\n\n{terms}\n".encode()),
        ):
            target.writestr(ZipInfo(name, stamp), content, ZIP_DEFLATED)
