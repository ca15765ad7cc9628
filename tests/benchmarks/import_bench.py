"""Taking in a seller's list of 20,000 rows, and indexing it."""

import csv
import random
import tempfile
import time
from pathlib import Path

import flask_migrate

from catalog import create_app
from tests.benchmarks.goals import Goal, show, table
from tests.benchmarks.loads import settings_in

ROWS = 20_000
GOAL = 400  # listings a second, index included
_KINDS = ("Batik tulis", "Kerupuk melarat", "Kursi rotan", "Sirup", "Terasi udang", "Topeng kayu")
_TRAITS = ("biru", "pedas", "besar", "lebaran", "premium", "anyam", "halus", "keluarga", "wangi")


def _write(path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # sample data
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "description", "price", "shop"])
        for number in range(ROWS):
            words = chance.choices(_TRAITS, k=3)
            name = f"{chance.choice(_KINDS)} {' '.join(words)} {number % 977}"
            text = " ".join(chance.choices(_TRAITS + _KINDS, k=40))
            price = f"Rp {chance.randrange(5, 900)}.000"
            writer.writerow([f"r{number}", name, text, price, f"Toko {number % 700}"])


def main() -> None:
    """Measure import and indexing."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder)))
        with app.app_context():
            flask_migrate.upgrade()
        runner = app.test_cli_runner()
        runner.invoke(args=["prepare"], catch_exceptions=False)
        _write(Path(folder) / "rows.csv")
        arguments = ["listings", "import", f"{folder}/rows.csv", "--vendor-from", "shop"]
        for field in ("id", "name", "description", "price"):
            arguments += ["--map", f"{field}={field}"]
        started = time.perf_counter()
        taken = runner.invoke(args=[*arguments, "--status", "published"], catch_exceptions=False)
        imported = time.perf_counter()
        runner.invoke(args=["search", "drain"], catch_exceptions=False)
        indexed = time.perf_counter()
    if f"{ROWS} added" not in taken.output:
        raise RuntimeError(taken.output)
    rate = ROWS / (indexed - started)
    table(
        ["20,000 listings", "seconds", "a second"],
        [
            ["import", f"{imported - started:.1f}", f"{ROWS / (imported - started):.0f}"],
            ["index", f"{indexed - imported:.1f}", f"{ROWS / (indexed - imported):.0f}"],
            ["both", f"{indexed - started:.1f}", f"{rate:.0f}"],
        ],
    )
    show([Goal("import with index, listings a second", f"≥ {GOAL}", rate, rate >= GOAL)])


if __name__ == "__main__":
    main()
