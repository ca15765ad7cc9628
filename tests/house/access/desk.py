"""Which officers get at what, by the law of the house; the officers' half of ``tables``."""

from enum import StrEnum

from catalog.kernel.actor import Role


class Reach(StrEnum):
    """Which objects an officer gets at."""

    ALL = "all"
    SEE = "see"  # as in the rooms of the business
    PAPERS = "papers"  # as in the rooms of the business
    GOVERNED = "governed"  # businesses, papers, lists and people of the office's own region
    BUILT = "built"  # showcases of a curator's own gallery
    SHELVED = "shelved"  # galleries that somebody works in
    LOOKED_AT = "looked at"  # … and those of the office's region; auditors look at all
    CHECKED = "checked"  # … and those that a curator's own gallery looks after


_DESK = frozenset(
    {Role.ADMIN, Role.DINAS, Role.CURATOR, Role.ASSISTANT, Role.COUNTER, Role.AUDITOR}
)
_ADMIN = frozenset({Role.ADMIN})
_OFFICE = frozenset({Role.ADMIN, Role.DINAS})
_CHECK = frozenset({Role.ADMIN, Role.DINAS, Role.CURATOR})
_GALLERY = frozenset({Role.ADMIN, Role.CURATOR})
_QUEUE = frozenset({Role.ADMIN, Role.DINAS, Role.CURATOR, Role.AUDITOR})
_HELP = frozenset({Role.ADMIN, Role.DINAS, Role.ASSISTANT})
_REGISTER = frozenset({Role.ADMIN, Role.DINAS, Role.ASSISTANT, Role.AUDITOR})
_TRAIL = frozenset({Role.ADMIN, Role.AUDITOR})
_MARKETS = frozenset({Role.ADMIN, Role.DINAS, Role.CURATOR, Role.AUDITOR})
_RULES = frozenset({Role.ADMIN, Role.DINAS, Role.AUDITOR})

_SHELVES = frozenset({Role.ADMIN, Role.CURATOR, Role.COUNTER})
_BUILDERS = frozenset({Role.ADMIN, Role.CURATOR})
_LOOKERS = frozenset({Role.ADMIN, Role.CURATOR, Role.DINAS, Role.AUDITOR})

Line = tuple[frozenset[Role], Reach]
DESK: dict[str, Line] = {
    "catalogues.label_galleries": (_SHELVES, Reach.ALL),
    "catalogues.shelves": (_SHELVES, Reach.SHELVED),
    "catalogues.shelves_act": (_SHELVES, Reach.SHELVED),
    "catalogues.shelves_download": (_SHELVES, Reach.SHELVED),
    "catalogues.shelves_make": (_SHELVES, Reach.SHELVED),
    "catalogues.showcase": (_LOOKERS, Reach.LOOKED_AT),
    "catalogues.showcase_act": (_BUILDERS, Reach.BUILT),
    "catalogues.showcase_download": (_LOOKERS, Reach.LOOKED_AT),
    "catalogues.showcase_make": (_BUILDERS, Reach.BUILT),
    "composing.add": (_BUILDERS, Reach.ALL),
    "composing.board": (_LOOKERS, Reach.ALL),
    "composing.board_sheet": (_LOOKERS, Reach.ALL),
    "composing.compose": (_BUILDERS, Reach.BUILT),
    "composing.ease": (_BUILDERS, Reach.BUILT),
    "composing.exchange": (_BUILDERS, Reach.BUILT),
    "composing.proposal": (_LOOKERS, Reach.LOOKED_AT),
    "composing.replace": (_BUILDERS, Reach.ALL),
    "composing.show": (_LOOKERS, Reach.LOOKED_AT),
    "composing.take_over": (_BUILDERS, Reach.BUILT),
    "desk.export": (_TRAIL, Reach.ALL),
    "desk.give": (_CHECK, Reach.CHECKED),
    "desk.index": (_DESK, Reach.ALL),
    "desk.jobs": (_ADMIN, Reach.ALL),
    "desk.lay_down": (_CHECK, Reach.CHECKED),
    "desk.queue": (_QUEUE, Reach.ALL),
    "desk.retry": (_ADMIN, Reach.ALL),
    "desk.take": (_CHECK, Reach.CHECKED),
    "desk.trail": (_TRAIL, Reach.ALL),
    "export_admin.activate_rule": (_OFFICE, Reach.ALL),
    "export_admin.confirm": (_CHECK, Reach.CHECKED),
    "export_admin.discard_rule": (_OFFICE, Reach.ALL),
    "export_admin.draft_rule": (_OFFICE, Reach.ALL),
    "export_admin.edit_rule": (_OFFICE, Reach.ALL),
    "export_admin.end_rule": (_OFFICE, Reach.ALL),
    "export_admin.ending": (_MARKETS, Reach.ALL),
    "export_admin.index": (_MARKETS, Reach.ALL),
    "export_admin.new_rule": (_OFFICE, Reach.ALL),
    "export_admin.open_rule": (_OFFICE, Reach.ALL),
    "export_admin.product": (_CHECK, Reach.CHECKED),
    "export_admin.refuse": (_CHECK, Reach.CHECKED),
    "export_admin.review_rule": (_OFFICE, Reach.ALL),
    "export_admin.rule": (_MARKETS, Reach.ALL),
    "export_admin.rule_impact": (_MARKETS, Reach.ALL),
    "export_admin.rules": (_MARKETS, Reach.ALL),
    "export_admin.save_rule": (_OFFICE, Reach.ALL),
    "export_admin.workbook": (_MARKETS, Reach.ALL),
    "legality_admin.activate_requirements": (_ADMIN, Reach.ALL),
    "legality_admin.add_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.confirm_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.decide": (_CHECK, Reach.GOVERNED),
    "legality_admin.decide_reopened": (_CHECK, Reach.GOVERNED),
    "legality_admin.discard_requirements": (_ADMIN, Reach.ALL),
    "legality_admin.draft_requirements": (_ADMIN, Reach.ALL),
    "legality_admin.edit_food": (_ADMIN, Reach.ALL),
    "legality_admin.edit_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.foods": (_RULES, Reach.ALL),
    "legality_admin.look": (_CHECK, Reach.GOVERNED),
    "legality_admin.move_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.new_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.new_requirement_set": (_ADMIN, Reach.ALL),
    "legality_admin.open_requirement_set": (_ADMIN, Reach.ALL),
    "legality_admin.paper": (_CHECK, Reach.GOVERNED),
    "legality_admin.paper_file": (_CHECK, Reach.GOVERNED),
    "legality_admin.papers": (_CHECK, Reach.ALL),
    "legality_admin.remove_requirement": (_ADMIN, Reach.ALL),
    "legality_admin.reopened": (_CHECK, Reach.GOVERNED),
    "legality_admin.requirement_history": (_RULES, Reach.ALL),
    "legality_admin.requirement_impact": (_RULES, Reach.ALL),
    "legality_admin.requirement_set": (_RULES, Reach.ALL),
    "legality_admin.requirements": (_RULES, Reach.ALL),
    "legality_admin.restore_requirements": (_ADMIN, Reach.ALL),
    "legality_admin.save_food": (_ADMIN, Reach.ALL),
    "legality_admin.save_requirement": (_ADMIN, Reach.ALL),
    "people.close": (_ADMIN, Reach.GOVERNED),
    "people.grant": (_ADMIN, Reach.GOVERNED),
    "people.index": (_OFFICE, Reach.ALL),
    "people.reopen": (_ADMIN, Reach.GOVERNED),
    "people.reset": (_OFFICE, Reach.GOVERNED),
    "people.revoke": (_ADMIN, Reach.GOVERNED),
    "people.show": (_OFFICE, Reach.GOVERNED),
    "people.sign_out": (_ADMIN, Reach.GOVERNED),
    "people.take_off_step": (_ADMIN, Reach.GOVERNED),
    "people.verification": (_OFFICE, Reach.GOVERNED),
    "products.officers_preview": (_CHECK, Reach.CHECKED),
    "products_admin.add_words": (_GALLERY, Reach.ALL),
    "products_admin.answer_applicant": (_GALLERY, Reach.CHECKED),
    "products_admin.answer_gallery": (_GALLERY, Reach.CHECKED),
    "products_admin.approve_together": (_CHECK, Reach.ALL),
    "products_admin.ask_changes": (_CHECK, Reach.CHECKED),
    "products_admin.ask_gallery": (_GALLERY, Reach.ALL),
    "products_admin.both_galleries": (_GALLERY, Reach.ALL),
    "products_admin.decide": (_CHECK, Reach.CHECKED),
    "products_admin.edit_words": (_GALLERY, Reach.ALL),
    "products_admin.give_time": (_CHECK, Reach.CHECKED),
    "products_admin.hide": (_CHECK, Reach.CHECKED),
    "products_admin.index": (_QUEUE, Reach.ALL),
    "products_admin.leave_gallery": (_GALLERY, Reach.ALL),
    "products_admin.note_words": (_GALLERY, Reach.ALL),
    "products_admin.publish": (_CHECK, Reach.CHECKED),
    "products_admin.put_away_words": (_GALLERY, Reach.ALL),
    "products_admin.set_limit": (_ADMIN, Reach.ALL),
    "products_admin.together": (_CHECK, Reach.ALL),
    "products_admin.turn_down": (_CHECK, Reach.CHECKED),
    "products_admin.unask_gallery": (_GALLERY, Reach.CHECKED),
    "products_admin.unpermitted": (_CHECK, Reach.ALL),
    "showcases_admin.aim": (_BUILDERS, Reach.BUILT),
    "showcases_admin.arrange": (_BUILDERS, Reach.BUILT),
    "showcases_admin.build": (_LOOKERS, Reach.LOOKED_AT),
    "showcases_admin.choose_picture": (_BUILDERS, Reach.BUILT),
    "showcases_admin.edit_block": (_BUILDERS, Reach.BUILT),
    "showcases_admin.edit_head": (_BUILDERS, Reach.BUILT),
    "showcases_admin.freeze": (_BUILDERS, Reach.BUILT),
    "showcases_admin.history": (_LOOKERS, Reach.LOOKED_AT),
    "showcases_admin.index": (_LOOKERS, Reach.ALL),
    "showcases_admin.keep": (_BUILDERS, Reach.BUILT),
    "showcases_admin.library": (_LOOKERS, Reach.LOOKED_AT),
    "showcases_admin.new": (_BUILDERS, Reach.ALL),
    "showcases_admin.pictures": (_BUILDERS, Reach.BUILT),
    "showcases_admin.preview": (_LOOKERS, Reach.LOOKED_AT),
    "showcases_admin.put_in": (_BUILDERS, Reach.BUILT),
    "showcases_admin.restore": (_BUILDERS, Reach.BUILT),
    "showcases_admin.send_pictures": (_BUILDERS, Reach.BUILT),
    "showcases_admin.version": (_LOOKERS, Reach.LOOKED_AT),
    "vendors_admin.activate": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.appoint": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.code": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.contact": (_HELP, Reach.PAPERS),
    "vendors_admin.dismiss": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.enter": (_OFFICE, Reach.ALL),
    "vendors_admin.facts": (_HELP, Reach.PAPERS),
    "vendors_admin.index": (_REGISTER, Reach.ALL),
    "vendors_admin.list_columns": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.list_drop": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.list_refused": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.list_report": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.list_take": (_OFFICE, Reach.GOVERNED),
    "vendors_admin.lists": (_OFFICE, Reach.ALL),
    "vendors_admin.show": (_REGISTER, Reach.SEE),
    "vendors_admin.suspend": (_OFFICE, Reach.GOVERNED),
    "wording_admin.add_entry": (_CHECK, Reach.ALL),
    "wording_admin.draft": (_CHECK, Reach.CHECKED),
    "wording_admin.edit": (_CHECK, Reach.CHECKED),
    "wording_admin.entry": (_CHECK, Reach.ALL),
    "wording_admin.glossary": (_CHECK, Reach.ALL),
    "wording_admin.index": (_CHECK, Reach.ALL),
    "wording_admin.save": (_CHECK, Reach.CHECKED),
    "wording_admin.save_entry": (_CHECK, Reach.ALL),
}
