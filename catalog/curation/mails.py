"""The words of the curators' letter to a vendor, and its printed form."""

from collections.abc import Sequence

from flask_babel import force_locale, format_date, gettext, ngettext

from catalog.curation.queries.letter import Letter
from catalog.curation.rules.letter import Told, by_group, strengths, to_mend
from catalog.curation.rules.rubric import MOST_POINTS
from catalog.curation.rules.words import DESTINATION_NAMES, GRADE_MEANINGS, GROUP_NAMES
from catalog.kernel.clock import wib
from catalog.kernel.quantity import format_number
from catalog.typeset import pdf

TEMPLATE = "feedback"


def letter_pdf(letter: Letter, language: str, site: str) -> bytes:
    """Return the letter as a PDF in one language; the same decision gives the same bytes."""
    with force_locale(language):
        data = _words(letter, language, site)
    return pdf(TEMPLATE, data, language=language, made_at=letter.decided_at)


def file_name(letter: Letter, language: str) -> str:
    """Return the name under which the letter is saved."""
    return f"kurasi-{letter.code}-{wib(letter.decided_at):%Y%m%d}-{language}.pdf".lower()


def _words(letter: Letter, language: str, site: str) -> dict[str, object]:
    gallery = letter.gallery
    name = letter.product.best(language)
    day = str(format_date(wib(letter.decided_at).date(), "d MMMM y"))
    where = f"{gallery.place}, {day}" if gallery and gallery.place else day
    return {
        "site": site,
        "sender": {
            "name": gallery.name if gallery else site,
            "lines": [
                line
                for line in (
                    (gallery.institution.best(language), gallery.address) if gallery else ()
                )
                if line
            ],
        },
        "place_date": where,
        "reference": gettext("Rubric: %(name)s, version %(number)s",
                             name=letter.rubric.best(language), number=letter.version),
        "recipient": [letter.vendor],
        "title": gettext("What the curators say of “%(name)s”", name=name),
        "opening": gettext(
            "Thank you for letting us look at “%(name)s”. We looked at it closely, and we tell you"
            " plainly what is good and what helps you most next.", name=name),
        "grade": letter.grade.value,
        "grade_label": gettext("Grade %(grade)s", grade=letter.grade.value),
        "grade_words": gettext(GRADE_MEANINGS[letter.grade]),
        "destination_label": gettext("Where it goes now"),
        "destination": gettext(DESTINATION_NAMES[letter.destination]),
        "percent_label": gettext("Score"),
        "percent": gettext("%(number)s of 100",
                           number=format_number(float(letter.percent), language, 1)),
        "single": gettext(
            "One curator has looked so far. A second look may raise the grade above C."
        ) if letter.is_single else "",
        "steps_label": gettext("Grades"),
        "steps": _steps(letter),
        "strengths_label": gettext("What is good"),
        "strengths": [_strength(line, language) for line in strengths(letter.lines)],
        "mend_label": gettext("What to mend first"),
        "mend": [_step(line, language) for line in to_mend(letter.lines)],
        "next_label": gettext("Next step:"),
        "nothing_to_mend": gettext("Nothing presses. Keep it like this."),
        "scores_label": gettext("Score by criterion"),
        "most": MOST_POINTS,
        "groups": [
            {"name": gettext(GROUP_NAMES[group]), "lines": [_bar(each, language) for each in mine]}
            for group, mine in by_group(letter.lines)
        ],
        "notes_label": gettext("In the curators' words"),
        "notes": list(letter.notes),
        "closing": gettext(
            "Come by, or answer on the page of your product: we gladly help with every step."),
        "signature_label": ngettext("Curator", "Curators", len(letter.curators)),
        "curators": list(letter.curators),
        "footer": f"{name} · {letter.code}",
        "page_of": gettext("Page %(here)s of %(all)s", here="%1", all="%2"),
    }  # fmt: skip


def _steps(letter: Letter) -> list[dict[str, object]]:
    scale = letter.scale
    least = {"A": scale.least_a, "B": scale.least_b, "C": scale.least_c, "D": 0}
    return [
        {
            "grade": grade.value,
            "from": gettext("from %(number)s", number=least[grade.value]),
            "where": gettext(DESTINATION_NAMES[where]),
            "is_here": grade is letter.grade,
        }
        for grade, where in scale.destinations
    ]


def _strength(line: Told, language: str) -> dict[str, str]:
    anchor = line.item.anchors[min(line.nearest, MOST_POINTS)].best(language)
    return {"name": line.item.name.best(language), "text": _joined(line.comments) or anchor}


def _step(line: Told, language: str) -> dict[str, str]:
    anchor = line.item.anchors[min(line.nearest, MOST_POINTS)].best(language)
    return {
        "name": line.item.name.best(language),
        "text": _joined(line.comments) or anchor,
        "step": line.item.next_step.best(language),
    }


def _bar(line: Told, language: str) -> dict[str, object]:
    if line.points is None:
        return {
            "name": line.item.name.best(language),
            "weight": line.item.weight,
            "tenths": None,
            "points": gettext("does not apply"),
        }
    return {
        "name": line.item.name.best(language),
        "weight": line.item.weight,
        "tenths": line.tenths,
        "points": format_number(line.tenths / 10, language, 1),
    }


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
