"""Why a product was found: in its name, or in the words around what was searched."""

from markupsafe import Markup

from catalog.search.analysis import stem, words
from catalog.search.highlight import highlight
from catalog.search.plan import query_words, slots

_OPEN, _CLOSE = "<mark>", "</mark>"
_BEFORE = 40  # characters shown before the first word that answers
_AFTER = 110  # and from it on
_LANGUAGES = ("id", "en")


def answers(query: str, text: str) -> bool:
    """Return whether the text alone holds every word of the query, in some language."""
    held = {(language, stem(word, language)) for word in words(text) for language in _LANGUAGES}
    return all(
        any(all((each.language, one) in held for one in each.stems) for each in slot.alternatives)
        for slot in slots(query_words(query))
    )


def snippet(query: str, text: str) -> Markup:
    """Return the part of a text around the first word that answers, marked; or nothing."""
    marked = str(highlight(query, text))
    at = marked.find(_OPEN)
    if at < 0:
        return Markup()
    # Cut at spaces only: no entity and no tag holds one.
    start = marked.find(" ", at - _BEFORE, at) + 1 if at > _BEFORE else 0
    end = marked.find(_CLOSE, at) + len(_CLOSE)
    stop = len(marked)
    if stop > at + _AFTER:
        stop = max(marked.rfind(" ", end, at + _AFTER), end)
        if marked.count(_OPEN, start, stop) > marked.count(_CLOSE, start, stop):
            stop = marked.find(_CLOSE, stop) + len(_CLOSE)
    before, after = "… " if start else "", " …" if stop < len(marked) else ""
    return Markup(f"{before}{marked[start:stop]}{after}")  # noqa: S704  # highlight escaped it
