"""Pages under the same server as their ceilings; costs at 10,000 and 100,000 products.

``python -m tests.benchmarks.page_bench --sizes 10000,100000``. Ratios of one run count.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from catalog import create_app
from catalog.db.session import db
from catalog.products.models import Product
from catalog.settings import Settings
from tests.benchmarks.goals import Goal, show, table
from tests.benchmarks.loads import Figures, environ_of, load, served, stocked_site
from tests.factories.statements import count_statements

SECONDS = 4.0
ROUNDS = 40  # requests per page when counting CPU
BROTLI = "Accept-Encoding: br\r\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one uncached answer, its SQL statements and its bytes."""

    milliseconds: float
    statements: int
    size: int


def pages(settings: Settings) -> dict[str, list[str]]:
    """Return addresses to ask for, by kind of page."""
    app = create_app(settings)
    with app.app_context():
        slugs = db.session.scalars(
            select(Product.slug).where(Product.status == "published").order_by(Product.id).limit(20)
        ).all()
    return {
        "home": ["/"],
        "browse": ["/produk", "/produk?kategori=batik-wastra", "/produk?urut=termurah&hal=2"],
        "search": ["/produk?q=batik+tulis", "/produk?q=kerupuk&legalitas=halal", "/produk?q=rotan"],
        "product": [f"/produk/{slug}" for slug in slugs],
    }


def costs(settings: Settings) -> dict[str, Cost]:
    """Return what each kind of page costs in this process without the page cache."""
    app = create_app(settings)
    app.extensions["catalog_pages"].limit = 0
    found = {kind: _cost(app, paths) for kind, paths in pages(settings).items()}
    with app.app_context():
        db.engine.dispose()
    return found


def _cost(app: Flask, paths: Sequence[str]) -> Cost:
    client = app.test_client()
    size = max(len(client.get(path).data) for path in paths)  # warms what a worker keeps
    with count_statements() as seen:
        client.get(paths[0])
    times = []
    for turn in range(ROUNDS):
        started = time.process_time()
        answer = client.get(paths[turn % len(paths)])
        times.append((time.process_time() - started) * 1000)
        if answer.status_code != 200:  # HTTP
            raise RuntimeError(f"{paths[turn % len(paths)]}: {answer.status_code}")
    return Cost(statistics.median(times), len(seen), size)


def throughput(settings: Settings) -> dict[str, Figures]:
    """Return answers a second of our pages (cached) and of the ceilings, all under Granian."""
    environ = environ_of(settings)
    found = {}
    with served(
        "tests.benchmarks.ceiling:app", {"CARDS_DATABASE": f"{settings.state_dir}/catalog.db"}
    ) as port:
        found["constant page"] = load(port, ["/constant"], seconds=SECONDS)
        found["24 cards from SQLite"] = load(port, ["/cards"], seconds=SECONDS)
    with served("wsgi:app", environ) as port:
        for kind, paths in pages(settings).items():
            found[kind] = load(port, paths, seconds=SECONDS, headers=BROTLI)
    return found


def report(sizes: Sequence[int]) -> list[Goal]:
    """Measure, print, and return the goals."""
    goals = []
    with tempfile.TemporaryDirectory() as folder:
        sites = {size: stocked_site(Path(folder) / str(size), size) for size in sizes}
        by_size = {size: costs(site) for size, site in sites.items()}
        rates = throughput(sites[min(sizes)])
    table(
        ["page", *(f"CPU ms at {size:,}" for size in sizes), "SQL", "HTML KB"],
        [
            [
                kind,
                *(f"{by_size[size][kind].milliseconds:.1f}" for size in sizes),
                str(by_size[max(sizes)][kind].statements),
                f"{by_size[max(sizes)][kind].size / 1000:.0f}",
            ]
            for kind in by_size[min(sizes)]
        ],
    )
    table(
        ["under Granian, 2 workers", "req/s", "p50 ms", "p95 ms", "KB sent"],
        [
            [kind, f"{f.rate:.0f}", f"{f.p50:.1f}", f"{f.p95:.1f}", f"{f.size / 1000:.1f}"]
            for kind, f in rates.items()
        ],
    )
    for kind, budget in (("home", 6), ("browse", 6), ("search", 6), ("product", 8)):
        statements = by_size[max(sizes)][kind].statements
        goals.append(
            Goal(f"SQL statements, {kind}", f"≤ {budget}", statements, statements <= budget)
        )
    if len(sizes) > 1:
        for kind in ("browse", "product", "search"):
            ratio = by_size[max(sizes)][kind].milliseconds / by_size[min(sizes)][kind].milliseconds
            goals.append(
                Goal(
                    f"{kind}: cost of {max(sizes):,} against {min(sizes):,}",
                    "≤ 1.3",
                    ratio,
                    ratio <= 1.3,
                )
            )
    warm = rates["browse"].rate / rates["24 cards from SQLite"].rate
    goals.append(Goal("browse warm against 24 cards from SQLite", "≥ 0.8", warm, warm >= 0.8))
    cached = rates["home"].rate / rates["constant page"].rate
    goals.append(Goal("cached page against the constant page", "≥ 0.5", cached, cached >= 0.5))
    return goals


def main() -> None:
    """Measure pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    show(report(sizes))


if __name__ == "__main__":
    main()
