"""Taking in a list of vendors row by row, as often as it comes, without doubles."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.sheets.reading import Row
from catalog.vendors import policy
from catalog.vendors.models import Vendor, VendorFact, VendorNumber, VendorRegistry
from catalog.vendors.queries.contacts import Contact, contact, nik
from catalog.vendors.queries.matching import Match, Matcher, Places
from catalog.vendors.rules.importing import SEALED, Origin, may_replace
from catalog.vendors.rules.registry import LegalForm
from catalog.vendors.rules.rows import Reading, Value, read_row
from catalog.vendors.services.contacts import ContactDraft, keep_contact
from catalog.vendors.services.governing import amount_of, keep_amounts, learn, registry_of
from catalog.vendors.services.opening import VendorSeed, open_vendor

NEW, SAME, ALIKE, REFUSED = "new", "same", "alike", "refused"
NOT_YOURS = N_("This place belongs to another office; it has to take the row in.")
ANOTHER_OFFICE = N_("A number of this row is already in the register of another office.")
_PLAIN = ("since_year", "worker_count")
_REGISTRY = ("legal_form", "kbli")
_AMOUNTS = ("sales", "capital")
PROTECTED = frozenset({"name", "region", "district", "external_id"})


@dataclass(slots=True)
class Outcome:
    """What becomes of a row. ``problems`` are (field, msgid, values); nothing personal in it."""

    number: int
    what: str
    name: str = ""
    vendor_id: str = ""
    known_as: str = ""  # the name of the vendor that it is, or is like
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # fields where ours is fresher
    problems: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return it for the report."""
        return asdict(self)


@dataclass(slots=True)
class Importer:
    """Takes in the rows of one list; ``decisions`` say what rows that are alike shall be."""

    source: str
    dated_on: date
    columns: Mapping[str, str]
    decisions: Mapping[str, str] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)

    def take(self, work: Work, rows: Iterable[Row]) -> Counter[str]:
        """Take in the rows; every one in a savepoint of its own, so that none leaves a half."""
        counts = self.go_through(work, rows)
        record(
            work,
            "vendors.import",
            target=("vendor_list", self.source),
            after={"rows": dict(counts), "dated_on": self.dated_on.isoformat()},
        )
        return counts

    def go_through(self, work: Work, rows: Iterable[Row]) -> Counter[str]:
        """Look at each row and do what is to be done with it; return how many became what."""
        places, matcher = Places(work), Matcher(work, self.source)
        for number, cells in rows:
            reading = read_row(
                {name: cells.get(column, "") for name, column in self.columns.items() if column}
            )
            outcome = Outcome(number, REFUSED, str(reading.values.get("name", "")))
            self.outcomes.append(outcome)
            if not reading.values and all(name == "name" for name, *_ in reading.problems):
                self.outcomes.pop()  # a line of totals or notes
                continue
            self._take_row(work, outcome, reading, (places, matcher))
        return Counter(outcome.what for outcome in self.outcomes)

    def _take_row(
        self, work: Work, outcome: Outcome, reading: Reading, known: tuple[Places, Matcher]
    ) -> None:
        places, matcher = known
        problems = list(reading.problems)
        code = ""
        try:
            code = self._place(work, reading, places)
        except RuleBroken as error:
            problems.append(("region", error.message, error.values))
        if problems:
            outcome.problems = problems
            return
        saved = work.session.begin_nested()
        try:
            self._write(work, outcome, reading.values, (code, matcher))
        except RuleBroken as error:
            saved.rollback()
            outcome.what = REFUSED
            outcome.written.clear()
            outcome.problems.append((error.field or "name", error.message, error.values))
        else:
            saved.commit()

    def _place(self, work: Work, reading: Reading, places: Places) -> str:
        district = str(reading.values.get("district", ""))
        code = places.find(str(reading.values.get("region", district)), district)
        if not policy.can_decide(work.actor, region_code=code):
            raise RuleBroken(NOT_YOURS)
        return code

    def _write(
        self,
        work: Work,
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[str, Matcher],
    ) -> None:
        code, matcher = where
        match = matcher.find(values, code)
        wish = self.decisions.get(str(outcome.number), "")
        if match is not None and not match.is_certain and wish != SAME:
            self._name(outcome, match, matcher)
            if wish != NEW:
                outcome.what = ALIKE
                return
            match = None
        if match is None:
            self._add(work, outcome, values, where)
            return
        outcome.what = SAME
        self._name(outcome, match, matcher)
        self._update(work, outcome, values, (match, matcher))

    def _name(self, outcome: Outcome, match: Match, matcher: Matcher) -> None:
        outcome.known_as = match.name
        outcome.vendor_id = "" if matcher.is_tried(match.vendor_id) else str(match.vendor_id)

    def _add(
        self,
        work: Work,
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[str, Matcher],
    ) -> None:
        code, matcher = where
        vendor = open_vendor(work, VendorSeed(name=str(values["name"]), region_code=code))
        matcher.added(vendor.id, vendor.name, code)
        outcome.what, outcome.vendor_id = NEW, str(vendor.id)
        for name in ("name", "region"):
            self._learn(work, vendor.id, name)
        self._fill(work, outcome, vendor, values)

    def _update(
        self,
        work: Work,
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[Match, Matcher],
    ) -> None:
        vendor = self._reached(work, outcome, where[0])
        self._fill(work, outcome, vendor, values)

    def _reached(self, work: Work, outcome: Outcome, match: Match) -> Vendor:
        """Return the vendor of a match, which must be the office's."""
        vendor = work.session.get_one(Vendor, match.vendor_id)
        if not policy.can_decide(work.actor, region_code=vendor.served_by):
            outcome.known_as = outcome.vendor_id = ""
            raise RuleBroken(ANOTHER_OFFICE)
        return vendor

    def _fill(
        self, work: Work, outcome: Outcome, vendor: Vendor, values: Mapping[str, Value]
    ) -> None:
        """Write what is missing or older here; keep what is fresher."""
        registry = registry_of(work, vendor.id)
        stored = self._stored(work, vendor, registry, contact(work, vendor.id))
        fresh = self._fresh(outcome, values, stored, lambda name: self._may(work, vendor.id, name))
        self._put(work, vendor, registry, fresh)
        self._number(work, vendor.id, values.get("external_id"))

    def _fresh(
        self,
        outcome: Outcome,
        values: Mapping[str, Value],
        stored: Callable[[str], object],
        may: Callable[[str], bool],
    ) -> dict[str, Value]:
        """Return what shall be written of a row, and say so in its outcome."""
        fresh: dict[str, Value] = {}
        for name, value in values.items():
            known = value if name in PROTECTED else stored(name)
            if known == value:
                continue
            if known not in (None, "") and not may(name):
                outcome.kept.append(name)
                continue
            fresh[name] = value
        outcome.written = sorted(fresh)
        return fresh

    def _stored(
        self, work: Work, vendor: Vendor, registry: VendorRegistry, known: Contact
    ) -> Callable[[str], object]:
        def read(name: str) -> object:
            if name == "nik":
                return nik(work, vendor.id)
            if name in SEALED:
                return getattr(known, name)
            if name in _AMOUNTS:
                return amount_of(work, registry, name)
            return getattr(vendor if name in _PLAIN else registry, name)

        return read

    def _may(self, work: Work, vendor_id: UUID, name: str) -> bool:
        fact = work.session.get(VendorFact, (vendor_id, name))
        origin = Origin(fact.source, fact.learnt_on, fact.is_verified) if fact else None
        return may_replace(origin, self.source, self.dated_on)

    def _put(
        self, work: Work, vendor: Vendor, registry: VendorRegistry, fresh: Mapping[str, Value]
    ) -> None:
        sealed = {name: str(value) for name, value in fresh.items() if name in SEALED}
        if sealed:
            keep_contact(work, vendor.id, ContactDraft(**sealed))
        for name in _PLAIN:
            if name in fresh:
                setattr(vendor, name, fresh[name])
        if "legal_form" in fresh:
            registry.legal_form = LegalForm(str(fresh["legal_form"]))
        if "kbli" in fresh:
            registry.kbli, registry.kbli_version = str(fresh["kbli"]), ""  # the list does not say
        amounts = {name: int(fresh[name]) if name in fresh else None for name in _AMOUNTS}
        keep_amounts(work, registry, sales=amounts["sales"], capital=amounts["capital"])
        for name in fresh:
            self._learn(work, vendor.id, name)
        work.session.flush()

    def _number(self, work: Work, vendor_id: UUID, external: Value | None) -> None:
        key = {"source": self.source, "external_id": str(external)}
        if external and work.session.get(VendorNumber, key) is None:
            work.session.add(VendorNumber(vendor_id=vendor_id, **key))
            work.session.flush()

    def _learn(self, work: Work, vendor_id: UUID, name: str) -> None:
        learn(work, vendor_id, name, source=self.source, learnt_on=self.dated_on)
