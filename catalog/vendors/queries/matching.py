"""Finding the vendor that a row of a list speaks of, and the place that it names."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.taxonomy.models import Region, RegionAlias
from catalog.taxonomy.rules import RegionKind
from catalog.vendors.models import Vendor, VendorFact, VendorNumber
from catalog.vendors.queries.contacts import KEYS, list_known
from catalog.vendors.rules.importing import ALIKE
from catalog.vendors.rules.rows import Value
from catalog.vendors.rules.window import VendorStatus

NO_PLACE = N_("There is no village or district of this name in our list.")
MANY_PLACES = N_("Several villages have this name: give the district in a column of its own.")
TWO_VENDORS = N_("The numbers of this row belong to two different businesses in our register.")
_EQUAL = 100
_PREFIX = re.compile(
    r"^(?:kelurahan|kel\.?|desa|ds\.?|kecamatan|kec\.?|kabupaten|kab\.?|kota)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """A vendor that is the one, or is so alike that an officer has to say."""

    vendor_id: UUID
    name: str
    is_certain: bool


class Places:
    """The region master by name, read once for a whole list."""

    def __init__(self, work: Work) -> None:
        self._named: dict[str, list[str]] = defaultdict(list)
        rows = work.session.execute(select(Region.name, Region.code, Region.kind)).all()
        self._outside = {row.code for row in rows if row.kind is RegionKind.OUTSIDE}
        for row in rows:
            self._named[_folded(row.name)].append(row.code)
        for alias in work.session.execute(select(RegionAlias.alias, RegionAlias.region_code)):
            self._named[_folded(alias.alias)].append(alias.region_code)
        self._codes = {row.code for row in rows}

    def find(self, name: str, district: str = "") -> str:
        """Return the code of the smallest place that fits; RuleBroken when none or several do."""
        if name in self._codes:
            return name
        found = set(self._named.get(_folded(name), ()))
        within = {code for code in self._named.get(_folded(district), ()) if district}
        if within:
            found = {
                code for code in found if any(_is_in(code, district) for district in within)
            } or within
        if not found:
            raise RuleBroken(NO_PLACE)
        deepest = max(code.count(".") for code in found)
        best = {code for code in found if code.count(".") == deepest}
        if len(best) == 1:
            return best.pop()
        # Many villages bear the name of their district: that district is still certain.
        districts = {".".join(code.split(".")[:3]) for code in best}
        if len(districts) == 1:
            return districts.pop()
        raise RuleBroken(MANY_PLACES)


class _Names:
    """The names of a district, folded once, so that a list is compared with them quickly."""

    def __init__(self) -> None:
        self._known: list[tuple[UUID, str]] = []
        self._sorted: list[str] = []
        self._run: list[str] = []

    def add(self, vendor_id: UUID, name: str) -> None:
        """Know one more."""
        self._known.append((vendor_id, name))
        self._sorted.append(_in_order(name))
        self._run.append(_run_together(name))

    def nearest(self, name: str) -> tuple[UUID, str, float] | None:
        """Return the vendor whose name is most alike, and how much of 100; None below ALIKE.

        Words in another order or run together count.
        """
        found = [
            (score, -place)
            for typed, known in (
                (_in_order(name), self._sorted),
                (_run_together(name), self._run),
            )
            for _, score, place in filter(
                None, [process.extractOne(typed, known, scorer=fuzz.ratio, score_cutoff=ALIKE)]
            )
        ]
        if not found:
            return None
        score, place = max(found)
        return *self._known[-place], score


class Matcher:
    """Compares rows with the register; names are kept by district as they are asked for."""

    def __init__(self, work: Work, source: str) -> None:
        self._work = work
        self._source = source
        self._names: dict[str, _Names] = {}
        self._tried: dict[UUID, str] = {}  # vendors that a trial would add, and their place
        self._numbers: dict[tuple[str, str], tuple[UUID, str]] = {}  # … and what it would learn

    def find(self, values: Mapping[str, Value], region_code: str) -> Match | None:
        """Return the vendor of a row by its numbers, else by name in its place, or None."""
        by_number = self._by_number(values)
        if by_number is not None:
            return by_number
        return self._by_name(str(values["name"]), region_code)

    def added(self, vendor_id: UUID, name: str, region_code: str) -> None:
        """Know a vendor that was just added, so that the next row can be it."""
        self._near(region_code).add(vendor_id, name)

    def would_add(self, vendor_id: UUID, name: str, region_code: str) -> None:
        """Know a vendor that a trial would have added: no row of it stands in the database."""
        self.added(vendor_id, name, region_code)
        self._tried[vendor_id] = region_code

    def would_learn(self, vendor_id: UUID, name: str, values: Mapping[str, Value]) -> None:
        """Know the numbers that a trial would have written to a vendor of this name."""
        for kind in (*KEYS, "external_id"):
            if values.get(kind):
                self._numbers[kind, str(values[kind])] = (vendor_id, name)

    def is_tried(self, vendor_id: UUID) -> bool:
        """Return whether a vendor stands in a trial only."""
        return vendor_id in self._tried

    def _by_number(self, values: Mapping[str, Value]) -> Match | None:
        found: dict[UUID, str] = {}
        external = values.get("external_id")
        if external:
            key = {"source": self._source, "external_id": str(external)}
            number = self._work.session.get(VendorNumber, key)
            vendor = self._work.session.get(Vendor, number.vendor_id) if number else None
            if vendor is not None:
                found[vendor.id] = vendor.name
        numbers = {kind: str(values[kind]) for kind in KEYS if kind in values}
        for known in list_known(self._work, besides=None, **numbers):
            found[known.vendor_id] = known.name
        for kind in (*KEYS, "external_id"):
            tried = self._numbers.get((kind, str(values.get(kind, ""))))
            if tried is not None:
                found[tried[0]] = tried[1]
        if len(found) > 1:
            raise RuleBroken(TWO_VENDORS)
        return next((Match(key, name, is_certain=True) for key, name in found.items()), None)

    def _by_name(self, name: str, region_code: str) -> Match | None:
        best = self._near(region_code).nearest(name)
        if best is None:
            return None
        vendor_id, known, score = best
        is_certain = score == _EQUAL and self._brought(vendor_id, region_code)
        return Match(vendor_id, known, is_certain=is_certain)

    def _brought(self, vendor_id: UUID, region_code: str) -> bool:
        """Return whether this very list has brought the vendor: a second run needs no decision."""
        if vendor_id in self._tried:
            return self._tried[vendor_id] == region_code
        fact = self._work.session.get(VendorFact, (vendor_id, "name"))
        vendor = self._work.session.get(Vendor, vendor_id)
        is_there = vendor is not None and vendor.region_code == region_code
        return is_there and fact is not None and fact.source == self._source

    def _near(self, region_code: str) -> _Names:
        district = ".".join(region_code.split(".")[:3])
        if district not in self._names:
            rows = self._work.session.execute(
                select(Vendor.id, Vendor.name)
                .where(
                    Vendor.region_code.startswith(district, autoescape=True),
                    Vendor.status != VendorStatus.CLOSED,
                )
                .order_by(Vendor.joined_at, Vendor.id)
            )
            self._names[district] = names = _Names()
            for row in rows:
                names.add(row.id, row.name)
        return self._names[district]


def _in_order(name: str) -> str:
    return " ".join(sorted(name.casefold().split()))


def _run_together(name: str) -> str:
    return name.casefold().replace(" ", "")


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _PREFIX.sub("", name.strip()).casefold())


def _is_in(code: str, place: str) -> bool:
    return code == place or code.startswith(f"{place}.")
