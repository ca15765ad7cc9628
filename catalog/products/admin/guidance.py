"""Words for notes and the limits of reviews: both are data that officers keep."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.products.admin.blueprint import bp
from catalog.products.forms import EmptyForm, say
from catalog.products.queries import guidance as queries
from catalog.products.rules.limits import LIMITS
from catalog.products.rules.templates import MAX_WORDS, PLACES, Template
from catalog.products.services import guidance
from catalog.taxonomy.queries import category_tree
from catalog.web.access import staff
from catalog.web.forms import CatalogForm
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_WORDS = "/pengurus/kata-catatan"


class WordsForm(CatalogForm):
    """Words for notes in both languages, and where they are offered."""

    text_id = TextAreaField(N_("In Indonesian"), [DataRequired(N_("Write it in Indonesian."))])
    text_en = TextAreaField(N_("In English"), [DataRequired(N_("Write it in English."))])
    place = SelectField(N_("Offered"), choices=())
    category = SelectField(N_("For goods of the kind"), choices=())
    version = HiddenField()

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Fill the lists in the reader's language."""
        self.place.choices = [(key, gettext(text)) for key, text in PLACES.items()]
        self.category.choices = [("", gettext("all kinds")), *kinds]

    def words(self) -> dict[str, str]:
        """Return the words by language."""
        return {
            "id": clean_line(self.text_id.data or ""),
            "en": clean_line(self.text_en.data or ""),
        }

    @property
    def seen(self) -> int:
        """Return the version that was on the page; 0 when it was none."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0  # noqa: PLR2004  # a column's limit


@bp.get(_WORDS)
@staff(Role.CURATOR)
def note_words() -> ResponseReturnValue:
    """List the words that officers choose from, and the limits of a review."""
    return _list()


@bp.route(f"{_WORDS}/baru", methods=["GET", "POST"])
@staff(Role.CURATOR)
def add_words() -> ResponseReturnValue:
    """Add words to choose from."""
    form = _form()
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                guidance.add_template(work, form.place.data, form.category.data or "", form.words())
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("Added; it can be chosen from now on."))
            return redirect(url_for("products_admin.note_words"), HTTPStatus.SEE_OTHER)
    return _edit(form, None)


@bp.route(f"{_WORDS}/<code>", methods=["GET", "POST"])
@staff(Role.CURATOR)
def edit_words(code: str) -> ResponseReturnValue:
    """Change words; notes keep what they were written with."""
    found = queries.get_template(current_work(), code)
    form = _form(found)
    if form.validate_on_submit():
        work = writing_work()
        place = {"place": form.place.data, "category_slug": form.category.data or ""}
        try:
            with committed(work):
                guidance.change_template(work, code, place, form.words(), seen=form.seen)
        except RuleBroken as error:
            form.mark(error)
            found = queries.get_template(current_work(), code)
            form.version.data = str(found.version)
        else:
            flash(gettext("Kept."))
            return redirect(url_for("products_admin.note_words"), HTTPStatus.SEE_OTHER)
    return _edit(form, found)


@bp.post(f"{_WORDS}/<code>/simpan")
@staff(Role.CURATOR)
def put_away_words(code: str) -> ResponseReturnValue:
    """Offer words no longer, or offer them again."""
    queries.get_template(current_work(), code)
    seen = request.form.get("version", 0, type=int) or 0
    work = writing_work()
    try:
        with committed(work):
            guidance.put_away(work, code, seen=seen, is_active=request.form.get("to") == "offer")
    except RuleBroken as error:
        flash(say(error), "warn")
    return redirect(url_for("products_admin.note_words"), HTTPStatus.SEE_OTHER)


@bp.post(f"{_WORDS}/batas/<key>")
@staff()
def set_limit(key: str) -> ResponseReturnValue:
    """Set a limit of reviews."""
    work = writing_work()
    try:
        with committed(work):
            guidance.set_limit(work, key, request.form.get("value", type=int))
    except RuleBroken as error:
        return _list(error)
    flash(gettext("Kept."))
    return redirect(url_for("products_admin.note_words", _anchor="batas"), HTTPStatus.SEE_OTHER)


def _form(found: Template | None = None) -> WordsForm:
    kept = {}
    if found is not None:
        kept = {
            "text_id": found.text.get("id", ""),
            "text_en": found.text.get("en", ""),
            "place": found.place,
            "category": found.category_slug,
            "version": str(found.version),
        }
    form = WordsForm(data=kept)
    form.offer(_kinds())
    return form


def _kinds() -> list[tuple[str, str]]:
    tree = category_tree(current_work().session)
    return [(node.slug, node.name.best(current_language())) for node in tree.top]


def _edit(form: WordsForm, found: Template | None) -> ResponseReturnValue:
    is_wrong = bool(form.errors or form.form_errors)
    page = render_template(
        "products/manage/note_words_edit.html", form=form, found=found, most=MAX_WORDS
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


def _list(refused: RuleBroken | None = None) -> ResponseReturnValue:
    work = current_work()
    page = render_template(
        "products/manage/note_words.html",
        found=queries.templates(work),
        places=PLACES,
        kinds=dict(_kinds()),
        limits=LIMITS,
        values=queries.limits(work),
        may_set=work.actor.has(Role.ADMIN),
        typed=request.form.get("value", ""),
        refused=say(refused) if refused else "",
        refused_at=(refused.field or "") if refused else "",
        form=EmptyForm(),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
