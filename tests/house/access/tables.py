"""What everybody may do where: written by hand from the law of the house, not from the code.

A new endpoint fails the tests until it has a line here.
"""

from enum import StrEnum

from catalog.kernel.actor import Role
from catalog.vendors.policy import Ability
from tests.house.access.desk import DESK

SEE, EDIT, SUBMIT, PAPERS, OWN = (
    Ability.SEE,
    Ability.EDIT,
    Ability.SUBMIT,
    Ability.PAPERS,
    Ability.OWN,
)
_ALL = frozenset(Ability)
_STAFF = _ALL - {OWN}
_HELPER = frozenset({SEE, EDIT})
# What each person may do in the rooms of A and of B; who is not named may do nothing.
CAN: dict[str, dict[str, frozenset[Ability]]] = {
    "owner_a": {"A": _ALL},
    "staff_a": {"A": _STAFF},
    "helper_a": {"A": _HELPER},
    "owner_b": {"B": _ALL},
    "staff_b": {"B": _STAFF},
    "assistant_a": {"A": _STAFF},
    "assistant_b": {"B": _STAFF},
    "dinas_a": {"A": _STAFF},
    "dinas_b": {"B": _STAFF},
    "auditor": {"A": frozenset({SEE}), "B": frozenset({SEE})},
    "admin": {"A": _ALL, "B": _ALL},
}
ROLES: dict[str, frozenset[Role]] = {
    "owner_a": frozenset({Role.VENDOR}),
    "staff_a": frozenset({Role.VENDOR_STAFF}),
    "helper_a": frozenset({Role.VENDOR_HELPER}),
    "owner_b": frozenset({Role.VENDOR}),
    "staff_b": frozenset({Role.VENDOR_STAFF}),
    "assistant_a": frozenset({Role.ASSISTANT}),
    "assistant_b": frozenset({Role.ASSISTANT}),
    "dinas_a": frozenset({Role.DINAS}),
    "dinas_b": frozenset({Role.DINAS}),
    "curator": frozenset({Role.CURATOR}),
    "counter": frozenset({Role.COUNTER}),
    "auditor": frozenset({Role.AUDITOR}),
    "admin": frozenset({Role.ADMIN}),
    "buyer": frozenset({Role.BUYER}),
}
OFFICE = {"A": "dinas_a", "B": "dinas_b"}
IN_GALLERY = "A"  # whom the curator's gallery looks after; B is with another one
UNPROVEN = frozenset({"admin_unproven", "dinas_unproven"})
WORKERS = frozenset(CAN)  # whom pages of the rooms let in at all; objects narrow it

PUBLIC = frozenset(
    {
        "accounts.forgot",
        "accounts.forgot_code",
        "catalogues.catalogue",
        "accounts.forgot_sent",
        "accounts.new_password",
        "accounts.second_step",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.sign_up",
        "accounts.sign_up_again",
        "accounts.sign_up_code",
        "discovery.browse",
        "discovery.category",
        "discovery.suggest",
        "galleries.show",
        "inquiries.ask",
        "media.show",
        "notices.stop",
        "notices.stop_now",
        "passports.drawing",
        "passports.machine",
        "passports.short",
        "passports.show",
        "products.show",
        "showcases.index",
        "showcases.outside",
        "showcases.remark",
        "showcases.show",
        "site.about",
        "site.favicon",
        "site.healthz",
        "site.help",
        "site.home",
        "site.privacy",
        "site.readyz",
        "site.robots",
        "site.sitemap",
        "site.sitemap_part",
        "static",
        "taxonomy.material",
        "taxonomy.material_index",
        "taxonomy.motif",
        "taxonomy.motif_index",
        "taxonomy.sentra",
        "taxonomy.sentra_index",
        "taxonomy.technique",
        "taxonomy.technique_index",
        "vendors.index",
        "vendors.show",
    }
)


class Mine(StrEnum):
    """Whose the object of an endpoint for everyone who is signed in must be."""

    NOBODYS = "nobodys"  # no object: one's own things
    NOTICE = "notice"
    CLAIM = "claim"
    INVITATION = "invitation"  # whoever has the secret
    STEP = "step"  # who is setting up a second step


SIGNED_IN: dict[str, Mine] = {
    **dict.fromkeys(
        (
            "accounts.begin_step",
            "accounts.change_login",
            "accounts.data",
            "accounts.delete_account",
            "accounts.end_session",  # an unknown key ends nothing and leads back
            "accounts.end_sessions",
            "accounts.end_step",
            "accounts.keep_login",
            "accounts.password",
            "accounts.recovery_codes",
            "accounts.set_up_step",
            "accounts.settings",
            "accounts.take_data",
            "accounts.verify",
            "accounts.verify_again",
            "notices.index",
            "notices.mark_all_read",
            "notices.wishes",
            "vendors_manage.claim",
            "vendors_manage.claim_ask",
            "vendors_manage.register",
            "vendors_manage.register_business",
            "vendors_manage.register_discard",
            "vendors_manage.register_gallery",
            "vendors_manage.register_known",
            "vendors_manage.register_owner",
            "vendors_manage.register_permit",
            "vendors_manage.register_place",
            "vendors_manage.register_review",
        ),
        Mine.NOBODYS,
    ),
    "accounts.step_code": Mine.STEP,
    "notices.mark_read": Mine.NOTICE,
    "notices.open_one": Mine.NOTICE,
    "vendors_manage.claim_decline": Mine.CLAIM,
    "vendors_manage.claim_shown": Mine.CLAIM,
    "vendors_manage.invitation": Mine.INVITATION,
}
OWNER_OF: dict[Mine, dict[str, str]] = {
    Mine.NOTICE: {"A": "owner_a", "B": "owner_b"},
    Mine.CLAIM: {"A": "newcomer", "B": "buyer"},
    Mine.STEP: {"A": "owner_a"},
}

# Rooms of a business: what reading and what changing takes.
ROOMS: dict[str, tuple[Ability | None, Ability | None]] = {
    "catalogues.vendor": (SEE, None),
    "catalogues.vendor_act": (None, EDIT),
    "catalogues.vendor_download": (None, SEE),
    "catalogues.vendor_make": (None, EDIT),
    "curation_manage.answer": (None, SUBMIT),
    "curation_manage.incident": (SEE, None),
    "curation_manage.letter": (None, SEE),
    "curation_manage.state": (None, SUBMIT),
    "curation_manage.told": (SEE, None),
    "dashboard.show": (SEE, None),
    "export_manage.claim": (None, SUBMIT),
    "export_manage.index": (SEE, None),
    "export_manage.show": (SEE, None),
    "legality_manage.begin": (None, PAPERS),
    "legality_manage.choose": (PAPERS, None),
    "legality_manage.confirm": (None, PAPERS),
    "legality_manage.discard": (None, PAPERS),
    "legality_manage.edit": (PAPERS, None),
    "legality_manage.index": (PAPERS, None),
    "legality_manage.open_file": (None, PAPERS),
    "legality_manage.renew": (None, PAPERS),
    "legality_manage.reveal": (None, PAPERS),
    "legality_manage.save": (None, PAPERS),
    "legality_manage.show": (PAPERS, None),
    "legality_manage.upload": (None, PAPERS),
    "products.preview": (SEE, None),
    "products_manage.add_photos": (None, EDIT),
    "products_manage.archive": (None, SUBMIT),
    "products_manage.autosave": (None, EDIT),
    "products_manage.bulk": (SUBMIT, None),
    "products_manage.bulk_accept": (None, SUBMIT),
    "products_manage.bulk_bad_rows": (SUBMIT, None),
    "products_manage.bulk_drop": (None, SUBMIT),
    "products_manage.bulk_everything": (SUBMIT, None),
    "products_manage.bulk_run": (SUBMIT, None),
    "products_manage.bulk_send": (None, SUBMIT),
    "products_manage.bulk_state": (SUBMIT, None),
    "products_manage.bulk_template": (SUBMIT, None),
    "products_manage.bulk_template_csv": (SUBMIT, None),
    "products_manage.change_photo": (None, EDIT),
    "products_manage.check": (SEE, None),
    "products_manage.create": (None, EDIT),
    "products_manage.discard": (None, SUBMIT),
    "products_manage.export": (SEE, EDIT),
    "products_manage.index": (SEE, None),
    "products_manage.kind": (SEE, EDIT),
    "products_manage.move_photo": (None, EDIT),
    "products_manage.new": (EDIT, None),
    "products_manage.photo": (SEE, None),
    "products_manage.photos": (SEE, None),
    "products_manage.price": (SEE, EDIT),
    "products_manage.remove_photo": (None, EDIT),
    "products_manage.restore": (None, SUBMIT),
    "products_manage.restore_photo": (None, EDIT),
    "products_manage.story": (SEE, EDIT),
    "products_manage.submit": (None, SUBMIT),
    "products_manage.turn_photo": (None, EDIT),
    "products_manage.withdraw": (None, SUBMIT),
    "vendors_manage.add_profile_photos": (None, EDIT),
    "vendors_manage.answer_on_behalf": (None, OWN),
    "vendors_manage.change_member": (None, OWN),
    "vendors_manage.change_profile_photo": (None, EDIT),
    "vendors_manage.contact": (PAPERS, PAPERS),
    "vendors_manage.exhibitions": (SEE, EDIT),
    "vendors_manage.on_behalf": (SEE, None),
    "vendors_manage.pause": (SUBMIT, SUBMIT),
    "vendors_manage.profile": (SEE, EDIT),
    "vendors_manage.profile_photos": (SEE, None),
    "vendors_manage.registered": (SEE, None),
    "vendors_manage.resume": (None, SUBMIT),
    "vendors_manage.team_page": (OWN, OWN),
}
# "Data saya": what is decided here, nobody decides for an owner, no administrator either.
OWNERS_ONLY = frozenset(
    {
        "dashboard.ask_erasure",
        "dashboard.ask_export",
        "dashboard.consent",
        "dashboard.data",
        "dashboard.download_export",
        "dashboard.keep",
    }
)
LOBBY = frozenset({"dashboard.index"})  # of all rooms: leads to one's own


KNOWN = PUBLIC | set(SIGNED_IN) | set(ROOMS) | OWNERS_ONLY | LOBBY | set(DESK)
