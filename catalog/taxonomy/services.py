"""Loads the reference data that ships with the code."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalog.db.upsert import put
from catalog.kernel.text import LocalText
from catalog.taxonomy.models import (
    Attribute,
    Category,
    ExchangeRate,
    HsCode,
    Market,
    Region,
    RegionAlias,
    Term,
    TermRegion,
    TermSynonym,
    Unit,
)
from catalog.taxonomy.rules import AttributeType, RegionKind, TermKind

DATA = Path(__file__).parent / "data"


def load_reference(session: Session, *, refresh: bool = False) -> None:
    """Add what is missing of regions, units, categories, terms, markets, HS codes and rates.

    Only ``refresh`` undoes what curators changed, moved or deleted.
    """
    _regions(session, refresh=refresh)
    put(session, Unit, ("code",), map(_unit, _toml("units", "unit")), refresh=refresh)
    put(session, Market, ("code",), map(_market, _toml("markets", "market")), refresh=refresh)
    put(session, HsCode, ("code",), map(_hs, _toml("hs_notes", "hs")), refresh=refresh)
    put(session, ExchangeRate, ("currency",), map(_rate, _toml("currencies", "currency")))
    _categories(session, refresh=refresh)
    _terms(session, refresh=refresh)


def _toml(name: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))[table]
    return rows


def _csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _text(value: Mapping[str, str] | None) -> LocalText:
    return LocalText.of({k: v.strip() for k, v in (value or {}).items()})


def _regions(session: Session, *, refresh: bool) -> None:
    rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "kind": RegionKind(row["kind"]),
            "parent_code": row["parent"] or None,
            "postcode": row["postcode"] or None,
            "latitude": float(row["latitude"]) if row["latitude"] else None,
            "longitude": float(row["longitude"]) if row["longitude"] else None,
        }
        for row in _csv("regions")
    ]
    codes = {row["code"] for row in rows}
    for row in rows:
        if row["parent_code"] not in codes:
            row["parent_code"] = None
    rows.sort(key=lambda row: str(row["code"]).count("."))  # parents first
    stored = put(session, Region, ("code",), rows, refresh=refresh)
    aliases = (
        {"alias": r["alias"].lower(), "region_code": r["code"]}
        for r in _csv("region_aliases")
        if refresh or (r["code"],) in stored.added
    )
    put(session, RegionAlias, ("alias", "region_code"), aliases)


def _unit(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": _text(row["name"]),
        "symbol": row["symbol"],
        "dimension": row["dimension"],
        "factor": Decimal(str(row["factor"])),
    }


def _market(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": row["code"], "name": _text(row["name"]), "position": row.get("position", 0)}


def _hs(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"].replace(".", ""),
        "title": _text(row["title"]),
        "caution": _text(row.get("caution")),
    }


def _rate(row: Mapping[str, Any]) -> dict[str, Any]:
    quoted = row["on"]
    return {
        "currency": row["code"],
        "rupiah": Decimal(str(row["rupiah"])),
        "quoted_on": quoted,
        "source": row["source"],
        "recorded_at": datetime(quoted.year, quoted.month, quoted.day, tzinfo=UTC),
    }


def _categories(session: Session, *, refresh: bool) -> None:
    rows = _toml("categories", "category")
    stored = put(session, Category, ("slug",), map(_category, rows), refresh=refresh)
    attributes = []
    for row in rows:
        if not refresh and (row["slug"],) not in stored.added:
            continue  # curators move categories and delete attributes
        category = stored[(row["slug"],)]
        if row.get("parent"):
            category.parent_id = stored[(row["parent"],)].id
        attributes += [_attribute(category, entry) for entry in row.get("attribute", ())]
    session.flush()
    put(session, Attribute, ("category_id", "key"), attributes, refresh=refresh)


def _category(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "position": row.get("position", 0),
        "kind": row["kind"],
        "icon": row.get("icon", ""),
        "name": _text(row["name"]),
        "description": _text(row.get("description")),
        "hs_prefixes": row.get("hs", []),
        "kbli": row.get("kbli", []),
    }


def _attribute(category: Category, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category_id": category.id,
        "key": row["key"],
        "type": AttributeType(row["type"]),
        "unit_code": row.get("unit"),
        "is_required": row.get("required", False),
        "block": row["block"],
        "position": row.get("position", 0),
        "label": _text(row["label"]),
        "help": _text(row.get("help")),
        "choices": row.get("choices", []),
    }


def _terms(session: Session, *, refresh: bool) -> None:
    rows = [(kind, row) for kind in TermKind for row in _toml(f"terms/{kind}", "term")]
    stored = put(
        session,
        Term,
        ("kind", "slug"),
        (_term(kind, row) for kind, row in rows),
        refresh=refresh,
    )
    synonyms: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    for kind, row in rows:
        if not refresh and (kind, row["slug"]) not in stored.added:
            continue
        term_id = stored[(kind, row["slug"])].id
        synonyms += [
            {"term_id": term_id, "text": text} for text in dict.fromkeys(row.get("synonyms", ()))
        ]
        places += _places(term_id, row)
    put(session, TermSynonym, ("term_id", "text"), synonyms)
    put(session, TermRegion, ("term_id", "region_code"), places)


def _term(kind: TermKind, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind,
        "slug": row["slug"],
        "name": _text(row["name"]),
        "description": _text(row.get("description")),
        "is_protected": row.get("protected", False),
        "source": row.get("source", "")[:300],
        "reviewed_on": row.get("reviewed_on"),
        "certainty": row.get("certainty", "K"),
        "position": row.get("position", 0),
    }


def _places(term_id: object, row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    exclusive = set(row.get("protected_regions", ()))
    for code in dict.fromkeys([*row.get("regions", ()), *exclusive]):
        yield {"term_id": term_id, "region_code": code, "is_exclusive": code in exclusive}
