"""Knocks at every address of the site as anybody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from catalog.notices.rules import sign_stop
from tests.house.access.expecting import MISSING, MIXED, Outcome
from tests.house.access.people import ANONYMOUS, World
from tests.house.access.tables import KNOWN

RAW_TOKEN = "0f" * 20
ABSENT = "tidak-ada"
_ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_VARIES = re.compile(
    r'(?s)(name="csrf_token"[^>]*?value="[^"]*"|value="[^"]*"[^>]*?name="csrf_token"'
    r"|name=\"csrf-token\"[^>]*?content=\"[^\"]*\")"
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# What stands for an argument where its name alone does not tell.
_OF_ENDPOINT: dict[tuple[str, str], str] = {
    **{
        (f"curation_admin.{verb}_criterion", "key"): "business"
        for verb in ("confirm", "edit", "move", "remove", "save")
    },
    ("discovery.category", "slug"): "batik",
    ("galleries.show", "slug"): "galeri-caruban",
    ("showcases.outside", "token"): ABSENT,
    ("showcases.remark", "token"): ABSENT,
    ("showcases.show", "slug"): ABSENT,
    ("catalogues.catalogue", "slug"): ABSENT,
    **{
        (f"catalogues.{name}_{button}", argument): value
        for name in ("showcase", "shelves", "vendor")
        for button, argument, value in (("make", "kind", "labels"), ("act", "deed", "hapus"))
    },
    ("taxonomy.material", "slug"): "katun",
    ("taxonomy.motif", "slug"): "megamendung",
    ("taxonomy.sentra", "slug"): "trusmi",
    ("taxonomy.technique", "slug"): "batik-tulis",
    ("site.sitemap_part", "part"): "products",
    ("static", "filename"): "css/site.css",
    ("media.show", "key"): "ab/abcd-640.webp",
    ("accounts.new_password", "token"): ABSENT,
    ("accounts.end_session", "key"): ABSENT,
    ("vendors_manage.invitation", "word"): "staf",
    ("dashboard.consent", "key"): "privacy",
    ("desk.give", "kind"): "perubahan",
    ("desk.lay_down", "kind"): "perubahan",
    ("desk.take", "kind"): "perubahan",
    ("products_admin.edit_words", "code"): "photo_dark",
    ("products_admin.put_away_words", "code"): "photo_dark",
    ("products_admin.set_limit", "key"): "max_rounds",
    ("products_manage.bulk_template", "slug"): "suvenir",
    ("products_manage.bulk_template_csv", "slug"): "suvenir",
}
# … and where it stands for one of several things of the same owner.
_OTHER_ID: dict[tuple[str, str], str] = {
    ("vendors_manage.invitation", "token"): "team_token",
    **{
        (f"catalogues.{name}_{button}", "file_id"): f"{scope}_file_id"
        for name, scope in (("showcase", "showcase"), ("shelves", "gallery"), ("vendor", "vendor"))
        for button in ("act", "download")
    },
    ("vendors_manage.change_profile_photo", "photo_id"): "profile_photo_id",
    ("vendors_admin.dismiss", "grant_id"): "assistant_grant_id",
    ("people.revoke", "grant_id"): "person_grant_id",
    ("desk.give", "item_id"): "round_id",
    ("desk.lay_down", "item_id"): "round_id",
    ("desk.take", "item_id"): "round_id",
    ("products_admin.unask_gallery", "crossing_id"): "own_crossing_id",
    ("legality_manage.discard", "document_id"): "draft_paper_id",
    ("legality_manage.edit", "document_id"): "draft_paper_id",
    ("legality_manage.renew", "document_id"): "verified_id",
    ("legality_manage.reveal", "document_id"): "verified_id",
    ("wording_admin.entry", "entry_id"): "word_id",
    ("wording_admin.save_entry", "entry_id"): "word_id",
}
_OF_SLUGS = {
    ("products.show", "slug"): "product",
    **{(f"passports.{name}", "code"): "code" for name in ("drawing", "machine", "short", "show")},
    ("inquiries.ask", "code"): "code",
    **{
        (f"catalogues.shelves{button}", "slug"): "gallery"
        for button in ("", "_act", "_download", "_make")
    },
    ("vendors.show", "slug"): "vendor",
}
_SHARED = frozenset({"set_id", "rule_id", "rubric_id", "job_id"})


class Unknown(LookupError):
    """No value is known for an argument of an address."""


def address(app: Flask, world: World, rule: Rule, whose: str) -> str:
    """Return the address that a rule has for the things of A or B, or for nothing that is."""

    def value(match: re.Match[str]) -> str:
        kind, name = match[1] or "", match[2]
        return _value(app, world, (rule.endpoint, kind, name), whose)

    return _ARGUMENT.sub(value, rule.rule)


def _value(app: Flask, world: World, what: tuple[str, str, str], whose: str) -> str:
    endpoint, kind, name = what
    if whose == MISSING:
        return {"uuid": str(uuid4()), "int": "999999"}.get(kind, ABSENT)
    place = (endpoint, name)
    owner = whose
    if whose == MIXED:
        owner = "A" if name == "vendor_id" else "B"
    if place in _OF_ENDPOINT:
        return _OF_ENDPOINT[place]
    if place in _OF_SLUGS:
        return world.slugs[f"{_OF_SLUGS[place]}_{owner}"]
    if endpoint in {"notices.stop", "notices.stop_now"}:
        key = app.extensions["catalog_settings"].secret_key
        return sign_stop(key, world.people["owner_a"], None)
    ids = world.ids[owner]
    found = ids.get(_OTHER_ID.get(place, name)) or world.shared.get(_shared(endpoint, name))
    if found is None:
        raise Unknown(f"{endpoint}: <{name}>")
    return found


def _shared(endpoint: str, name: str) -> str:
    if name == "code" and endpoint.endswith("_food"):
        return "food"
    return name


def has_object(rule: Rule) -> bool:
    """Return whether an address names something that belongs to somebody."""
    return any(name not in {"word", "filename"} for name in rule.arguments)


def can_mix(rule: Rule) -> bool:
    """Return whether an address names a business and something of it."""
    return "vendor_id" in rule.arguments and any(
        converter == "uuid" and name != "vendor_id"
        for converter, name in _ARGUMENT.findall(rule.rule)
    )


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """Give the rules of the tables that answer this method, in a fixed order."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint in KNOWN
    ]
    yield from sorted(found, key=lambda rule: (rule.endpoint, rule.rule))


@dataclass
class Doors:
    """The site as a set of doors, and a key ring of everybody."""

    app: Flask
    world: World

    def __post_init__(self) -> None:
        """Make everybody's cookie and a token for the forms."""
        sealer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # Flask's default one
        self._client = self.app.test_client(use_cookies=False)
        self._cookies = {
            who: sealer.dumps({"_user_id": token, "_fresh": True, "csrf_token": RAW_TOKEN})
            for who, token in self.world.tokens.items()
        }
        self._cookies[ANONYMOUS] = sealer.dumps({"csrf_token": RAW_TOKEN})
        self.token = str(
            URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(
                RAW_TOKEN
            )
        )

    def knock(
        self,
        who: str,
        method: str,
        path: str,
        *,
        data: Mapping[str, Any] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send a request as somebody."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = {"Cookie": f"{name}={self._cookies[who]}"}
        return self._client.open(
            path,
            method=method,
            data=data,
            headers={**cookie, **(headers or {})},
            buffered=True,
        )

    def post(self, who: str, path: str, **data: Any) -> TestResponse:
        """Send a form with a good token and nothing else but ``data``."""
        return self.knock(who, "POST", path, data={"csrf_token": self.token, **data})


def outcome_of(answer: TestResponse) -> Outcome:
    """Return how a door has answered."""
    place = answer.headers.get("Location", "").partition("?")[0]
    if answer.status_code == 303 and place.endswith("/masuk/kode"):
        return Outcome.SECOND_STEP
    if answer.status_code == 303 and place.endswith("/masuk"):
        return Outcome.SIGN_IN
    return Outcome.MISSING if answer.status_code == 404 else Outcome.OPEN


def body_of(answer: TestResponse, path: str) -> str:
    """Return a page without what may differ: its token, and the address that was asked for."""
    text = _VARIES.sub("", answer.get_data(as_text=True))
    return _UUID.sub("", text.replace(path, ""))
