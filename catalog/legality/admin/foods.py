"""The food types of the home-industry permit: offices read them, administrators edit."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality.admin.blueprint import bp
from catalog.legality.admin.requirements import READERS, words
from catalog.legality.forms.requirements import FoodForm, Lists
from catalog.legality.models import PirtFood
from catalog.legality.queries.sets import list_foods
from catalog.legality.rules.requirements import needs_review
from catalog.legality.services.foods import rewrite_food
from catalog.taxonomy.queries import category_tree
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


@bp.get("/pengurus/syarat/jenis-pangan")
@staff(*READERS)
def foods() -> ResponseReturnValue:
    """List the food types with the categories that each speaks of."""
    work = current_work()
    return render_template(
        "legality/admin/foods.html",
        foods=list_foods(work),
        tree=category_tree(work.session).by_slug,
        stale=lambda food: needs_review(food.reviewed_on, wib_date(work.now)),
        **words(),
    )


def _food(code: str) -> PirtFood:
    found = current_work().session.get(PirtFood, code)
    if found is None:
        raise NotFound("food type")
    return found


@bp.get("/pengurus/syarat/jenis-pangan/<code>")
@staff()
def edit_food(code: str) -> ResponseReturnValue:
    """Show one food type to change it."""
    food, form = _food(code), FoodForm(formdata=None)
    form.name_id.data, form.name_en.data = food.name.get("id", ""), food.name.get("en", "")
    form.category_slugs.data = food.category_slugs
    form.certainty.data, form.source.data = food.certainty, food.source
    return _page(food, form)


@bp.post("/pengurus/syarat/jenis-pangan/<code>")
@staff()
def save_food(code: str) -> ResponseReturnValue:
    """Change one food type."""
    food, form = _food(code), _offered(FoodForm())
    if not form.validate_on_submit():
        return _page(food, form), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    with committed(work):
        rewrite_food(
            work,
            _food(code),
            name=LocalText.of(id=form.name_id.data or "", en=form.name_en.data or ""),
            category_slugs=form.category_slugs.data or (),
            certainty=form.certainty.data,
            source=form.source.data or "",
        )
    flash(gettext("Saved."))
    return redirect(url_for("legality_admin.foods"), HTTPStatus.SEE_OTHER)


def _offered(form: FoodForm) -> FoodForm:
    tree = category_tree(current_work().session)
    choices = [
        (node.slug, node.name.best(current_language()))
        for node in tree.by_id.values()
        if node.kind == "food"
    ]
    return form.offer(Lists(categories=choices))


def _page(food: PirtFood, form: FoodForm) -> str:
    return render_template("legality/admin/food.html", food=food, form=_offered(form), **words())
