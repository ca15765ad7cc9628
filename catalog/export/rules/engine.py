"""Is a product ready for a market? Facts and rules in, a verdict out; pure.

The weights and the checklist are a synthesis of several frames (see the rules' sources), not the
official list of any ministry; pages say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from catalog.export.rules.lines import EVERYWHERE, Goods, Rule, Truth
from catalog.export.rules.rattan import RAW_HEADING
from catalog.export.rules.verdict import Gap, Met, PartScore, Verdict
from catalog.export.rules.words import POINTS, Fact, Part, Severity, Standing, Trait, Who
from catalog.kernel.text import LocalText

_DAY = timedelta(days=1)
_WEIGHT = {Severity.BLOCK: 2, Severity.GAP: 2, Severity.ADVICE: 1}
_ORDER = tuple(Severity)
# Whatever an office may do to its rules: raw rattan is never called ready.
FLOOR = Rule(
    key="raw-rattan-floor",
    name=LocalText(
        id="Rotan mentah atau setengah jadi: dilarang / perlu konfirmasi",
        en="Raw or semi-finished rattan: prohibited / to be confirmed",
    ),
    fact=Fact.NEVER,
    severity=Severity.BLOCK,
    part=Part.MARKET,
    who=Who.OFFICE,
    source="Permendag 35/2011; Permendag 22/2023",
    certainty="S",
    reviewed_on=date(2026, 11, 22),
)


def judge(rules: Iterable[Rule], goods: Goods, market_code: str, today: date) -> Verdict:
    """Return how these goods stand for a market today (WIB)."""
    asked = _asked(rules, goods, market_code)
    asked.sort(key=lambda rule: (_ORDER.index(rule.weight), rule.position, rule.key))
    truths = {rule.key: goods.truth(rule, market_code) for rule in asked}
    now = [rule for rule in asked if rule.is_in_force(today)]
    unmet = [_gap(rule, truths[rule.key]) for rule in now if not truths[rule.key].on(today)]
    met = [
        Met(rule.key, rule.name, rule.part, rule.fact, truths[rule.key].until)
        for rule in now
        if truths[rule.key].on(today)
    ]
    parts = _parts(now, truths, today)
    return Verdict(
        market_code=market_code,
        standing=_standing(asked, truths, today),
        score=int(sum((part.points for part in parts), Fraction())),
        gaps=tuple(gap for gap in unmet if gap.severity is not Severity.ADVICE),
        valid_until=_until(asked, truths, today),
        advice=tuple(gap for gap in unmet if gap.severity is Severity.ADVICE),
        met=tuple(met),
        parts=parts,
    )


def _asked(rules: Iterable[Rule], goods: Goods, market_code: str) -> list[Rule]:
    """Return the rules that speak of these goods; raw rattan is never without one that forbids."""
    asked = [
        rule
        for rule in rules
        if rule.market_code in {EVERYWHERE, market_code} and rule.speaks_of(goods)
    ]
    is_raw = Trait.RAW_RATTAN in goods.traits or goods.hs_code.startswith(RAW_HEADING)
    if is_raw and not any(_forbids_always(rule) for rule in asked):
        asked.append(FLOOR)
    return asked


def _standing(asked: Sequence[Rule], truths: Mapping[str, Truth], day: date) -> Standing:
    weights = {
        rule.weight for rule in asked if rule.is_in_force(day) and not truths[rule.key].on(day)
    }
    if Severity.BLOCK in weights:
        return Standing.BLOCKED
    return Standing.GAPS if Severity.GAP in weights else Standing.READY


def _until(asked: Sequence[Rule], truths: Mapping[str, Truth], today: date) -> date | None:
    """Return the last day before the first that brings another standing."""
    turns: set[date] = set()
    for rule in asked:
        until = truths[rule.key].until
        ends = (until, rule.effective_until)
        turns |= {day + _DAY for day in ends if day is not None and day >= today}
        if rule.effective_from is not None and rule.effective_from > today:
            turns.add(rule.effective_from)
    standing = _standing(asked, truths, today)
    for day in sorted(turns):
        if _standing(asked, truths, day) is not standing:
            return day - _DAY
    return None


def _parts(
    asked: Sequence[Rule], truths: Mapping[str, Truth], today: date
) -> tuple[PartScore, ...]:
    """Return the points of each gate; one that asks nothing is open."""
    found = []
    for part in Part:
        mine = [rule for rule in asked if rule.part is part]
        done = [rule for rule in mine if truths[rule.key].on(today)]
        whole = sum(_WEIGHT[rule.weight] for rule in mine)
        share = (
            Fraction(sum(_WEIGHT[rule.weight] for rule in done), whole) if whole else Fraction(1)
        )
        found.append(PartScore(part, POINTS[part] * share, len(done), len(mine)))
    return tuple(found)


def _gap(rule: Rule, truth: Truth) -> Gap:
    return Gap(
        key=rule.key,
        severity=rule.weight,
        name=rule.name,
        explanation=rule.explanation,
        who=rule.who,
        source=rule.source,
        certainty=rule.certainty,
        reviewed_on=rule.reviewed_on,
        part=rule.part,
        fact=rule.fact,
        office=rule.office,
        source_url=rule.source_url,
        requirement=rule.requirement,
        is_waiting=truth.is_waiting,
    )


def _forbids_always(rule: Rule) -> bool:
    is_dated = rule.effective_from is not None or rule.effective_until is not None
    return rule.fact is Fact.NEVER and rule.weight is Severity.BLOCK and not is_dated
