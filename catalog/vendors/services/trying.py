"""Trying out a list of vendors: what would become of its rows, told without writing one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from catalog.db.work import Work
from catalog.kernel.text import clean_line
from catalog.vendors.models import Vendor, VendorRegistry
from catalog.vendors.queries.contacts import contact
from catalog.vendors.queries.matching import Match, Matcher
from catalog.vendors.rules.rows import Value
from catalog.vendors.services.importing import NEW, PROTECTED, Importer, Outcome


@dataclass(slots=True)
class Trial(Importer):
    """Goes through a list as an Importer does and only reads, so that nobody waits for it.

    What earlier rows would have written is remembered, for a later row may speak of the same.
    """

    would: dict[UUID, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))

    def _add(
        self,
        work: Work,  # noqa: ARG002  # as an Importer calls it
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[str, Matcher],
    ) -> None:
        code, matcher = where
        vendor_id, name = uuid4(), clean_line(str(values["name"]))
        matcher.would_add(vendor_id, name, code)
        outcome.what = NEW
        self._remember(outcome, values, (Match(vendor_id, name, is_certain=True), matcher), {})

    def _update(
        self,
        work: Work,
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[Match, Matcher],
    ) -> None:
        match, matcher = where
        if matcher.is_tried(match.vendor_id):
            self._remember(outcome, values, where, {})
            return
        vendor = self._reached(work, outcome, match)
        registry = work.session.get(VendorRegistry, vendor.id) or VendorRegistry(
            vendor_id=vendor.id, kinds=[], programmes=[]
        )
        self._remember(outcome, values, where, self._known(work, vendor, registry, values))

    def _known(
        self, work: Work, vendor: Vendor, registry: VendorRegistry, values: Mapping[str, Value]
    ) -> dict[str, tuple[object, bool]]:
        """Return of each field what is stored, and whether this list may write over it."""
        stored = self._stored(work, vendor, registry, contact(work, vendor.id))
        return {
            name: (stored(name), self._may(work, vendor.id, name))
            for name in values
            if name not in PROTECTED
        }

    def _remember(
        self,
        outcome: Outcome,
        values: Mapping[str, Value],
        where: tuple[Match, Matcher],
        known: Mapping[str, tuple[object, bool]],
    ) -> None:
        match, matcher = where
        would = self.would[match.vendor_id]
        nothing = (None, True)

        def stored(name: str) -> object:
            return would[name] if name in would else known.get(name, nothing)[0]

        def may(name: str) -> bool:
            return name in would or known.get(name, nothing)[1]  # a list may correct itself

        fresh = self._fresh(outcome, values, stored, may)
        would.update(fresh)
        learnt = dict(fresh)
        if "external_id" in values:
            learnt["external_id"] = values["external_id"]
        matcher.would_learn(match.vendor_id, match.name, learnt)
