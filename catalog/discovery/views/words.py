"""The words of facets that stand in the code and not in the database, in the reader's language."""

from dataclasses import replace

from flask_babel import gettext

from catalog.discovery.rules.labels import FLAGS, Label, Labels
from catalog.kernel.text import LocalText

_CODED = ("grade", *FLAGS)  # facets whose names and notes are msgids


def in_words(labels: Labels, language: str) -> Labels:
    """Return the labels with grades, switches and headings of places translated."""
    said = {
        facet: {slug: _said(label, language) for slug, label in labels.facets[facet].items()}
        for facet in _CODED
    }
    places = {
        slug: replace(label, parent=gettext(label.parent)) if label.parent else label
        for slug, label in labels.facets["district"].items()
    }
    return replace(labels, facets={**labels.facets, **said, "district": places})


def _said(label: Label, language: str) -> Label:
    return replace(label, name=_words(label.name, language), note=_words(label.note, language))


def _words(msgid: LocalText, language: str) -> LocalText:
    said = msgid.get("en")
    return LocalText({language: gettext(said)}) if said else msgid
