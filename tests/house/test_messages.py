"""Everything that a page says can be read in Indonesian."""

import re

from tools import messages


def test_every_message_has_an_indonesian_text() -> None:
    assert messages.missing() == []


def test_translations_keep_the_places_of_their_messages() -> None:
    broken = {
        msgid: text
        for key, given in messages.stored().items()
        for msgid, text in [(key[1] if isinstance(key, tuple) else key, _only(given))]
        if messages.placeholders(msgid) != messages.placeholders(text)
    }
    assert broken == {}


def _only(given: str | tuple[str, ...]) -> str:
    return given if isinstance(given, str) else given[0]


def test_the_catalogue_holds_nothing_doubtful_or_left_over() -> None:
    text = messages.PO.read_text(encoding="utf-8")
    assert re.findall(r"^#, .*fuzzy.*$", text, re.MULTILINE) == []
    assert re.findall(r"^#~ msgid .*$", text, re.MULTILINE) == []


def test_writing_the_catalogue_again_changes_nothing() -> None:
    before = messages.PO.read_text(encoding="utf-8")
    assert messages.rendered(messages.merged(messages.stored())) == before
