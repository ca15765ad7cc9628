"""Is a product ready for a market? Facts and rules in, a verdict out; pure.

The weights and the checklist are a synthesis of several frames (see the rules' sources), not the
official list of any ministry; pages say so.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from catalog.export.rules.lines import EVERYWHERE, Goods, Rule, Truth
from catalog.export.rules.rattan import RAW_HEADING
from catalog.export.rules.verdict import Gap, Met, PartScore, Verdict
from catalog.export.rules.words import Fact, Part, Severity, Standing, Trait, Who
from catalog.kernel.text import LocalText

_DAY = timedelta(days=1)
_WEIGHT = {Severity.BLOCK: 2, Severity.GAP: 2, Severity.ADVICE: 1}
_STANDINGS = {
    Severity.BLOCK: Standing.BLOCKED,
    Severity.GAP: Standing.GAPS,
    Severity.ADVICE: Standing.READY,
}
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
# Nor is rattan of which nobody can say whether it is raw, before customs has said what it is.
UNCLEAR_FLOOR = replace(
    FLOOR,
    key="rattan-unclear-floor",
    name=LocalText(
        id="Rotan tanpa kode HS: dilarang / perlu konfirmasi",
        en="Rattan without an HS code: prohibited / to be confirmed",
    ),
    fact=Fact.CUSTOMS_RULING,
    who=Who.VENDOR,
)


def judge(rules: Iterable[Rule], goods: Goods, market_code: str, today: date) -> Verdict:
    """Return how these goods stand for a market today (WIB)."""
    asked = _asked(rules, goods, market_code)
    asked.sort(key=attrgetter("order"))
    truths = {rule.key: goods.truth(rule, market_code) for rule in asked}
    now = [rule for rule in asked if rule.is_in_force(today)]
    done = {rule.key for rule in now if truths[rule.key].on(today)}
    unmet = [_gap(rule, truths[rule.key]) for rule in now if rule.key not in done]
    met = [
        Met(rule.key, rule.name, rule.part, rule.fact, truths[rule.key].until)
        for rule in now
        if rule.key in done
    ]
    parts = _parts(now, done)
    return Verdict(
        market_code=market_code,
        standing=_standing(asked, truths, today),
        score=_score(parts),
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
    if is_raw and not any(_stops_always(rule, FLOOR.fact) for rule in asked):
        asked.append(FLOOR)
    if Trait.RATTAN_UNCLEAR in goods.traits and not any(
        _stops_always(rule, UNCLEAR_FLOOR.fact) for rule in asked
    ):
        asked.append(UNCLEAR_FLOOR)
    return asked


def _standing(asked: Sequence[Rule], truths: Mapping[str, Truth], day: date) -> Standing:
    """Return what the heaviest unmet rule makes of it; the heaviest come first."""
    for rule in asked:
        if rule.is_in_force(day) and not truths[rule.key].on(day):
            return _STANDINGS[rule.weight]
    return Standing.READY


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


def _parts(asked: Iterable[Rule], done: Container[str]) -> tuple[PartScore, ...]:
    """Return how far each gate is open."""
    sums = {part: [0, 0, 0, 0] for part in Part}
    for rule in asked:
        counts, weight = sums[rule.part], _WEIGHT[rule.weight]
        counts[1] += 1
        counts[3] += weight
        if rule.key in done:
            counts[0] += 1
            counts[2] += weight
    return tuple(PartScore(part, *counts) for part, counts in sums.items())


def _score(parts: Iterable[PartScore]) -> int:
    """Return the whole points of all gates, exactly; in whole numbers, for thousands of goods."""
    top, bottom = 0, 1
    for part in parts:
        if part.is_open:
            top += part.most * bottom
        else:
            top = top * part.asked_weight + part.most * part.met_weight * bottom
            bottom *= part.asked_weight
    return top // bottom


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


def _stops_always(rule: Rule, fact: Fact) -> bool:
    is_dated = rule.effective_from is not None or rule.effective_until is not None
    return rule.fact is fact and rule.weight is Severity.BLOCK and not is_dated
