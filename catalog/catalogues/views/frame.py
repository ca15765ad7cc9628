"""What the pages of files share: choosing, asking, the list, taking a file along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.catalogues.forms import FORMS, FileForm
from catalog.catalogues.queries.files import FileLine, get_file, get_ready, list_files
from catalog.catalogues.rules.files import (
    EXTENSIONS,
    NAMES,
    SPOKEN_NAMES,
    STEMS,
    TYPES,
    FileKind,
    FileState,
    Options,
    Scope,
)
from catalog.catalogues.rules.labels import SIZES
from catalog.catalogues.services import keeping, offering
from catalog.db.work import Work, committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.media.store import Store
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work

REFRESH = 4  # seconds, for browsers without JavaScript


class Deed(StrEnum):
    """What is done with a file, as its address says."""

    AGAIN = "ulang"
    RELEASE = "tawarkan"
    WITHDRAW = "tarik"
    REMOVE = "hapus"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Whose files a page is about; ``values`` go to its template, ``extra`` into its forms."""

    scope: tuple[Scope, UUID]
    kinds: tuple[FileKind, ...]
    template: str
    endpoint: str  # of the page; those of its buttons begin with it
    arguments: dict[str, Any]
    slug: str
    may_make: bool
    values: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def address(self, button: str = "", **values: object) -> str:
        """Return the address of the page, or of one of its buttons."""
        endpoint = f".{self.endpoint}{f'_{button}' if button else ''}"
        return url_for(endpoint, **self.arguments, **values)  # type: ignore[arg-type]  # Flask takes anything


Reader = Callable[[Work], Place]


def page(
    read: Reader, form: FileForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Show what can be made, and what was."""
    work = current_work()
    place = read(work)
    files = list_files(work, place.scope, place.kinds)
    forms = {kind: FORMS[kind].opened(formdata=None, **_extra(place, kind)) for kind in place.kinds}
    if form is not None:
        forms[form.kind] = form
    is_busy = any(file.state is FileState.WAITING for file in files)
    text = render_template(
        place.template,
        place=place,
        forms={kind.value: each for kind, each in forms.items()},
        wrong=form,
        unable=keeping.UNABLE,
        files=files,
        is_busy=is_busy,
        refresh=REFRESH if is_busy else 0,
        kind_names=NAMES,
        spoken_names=SPOKEN_NAMES,
        sizes=SIZES,
        describe=describe,
        **place.values,
    )
    return text, status


def _extra(place: Place, kind: FileKind) -> dict[str, Any]:
    return dict(place.extra) if kind is FileKind.LABELS else {}


def describe(file: FileLine) -> list[str]:
    """Return how a file was wished, in the reader's words."""
    options = file.options
    told = [gettext(SPOKEN_NAMES[options.spoken])]
    if file.kind is FileKind.CATALOGUE:
        told.append(gettext("%(number)s a page", number=options.per_page))
    if file.kind is FileKind.LABELS:
        told.append(gettext(SIZES[options.size].name))
        if options.copies > 1:
            told.append(gettext("%(number)s of each", number=options.copies))
        if options.shelf:
            told.append(gettext("shelf %(shelf)s", shelf=options.shelf))
    return told


def make(read: Reader, kind_name: str) -> ResponseReturnValue:
    """Have a file made, or show what is wrong with the wish."""
    place = _making(read, current_work())
    if kind_name not in place.kinds:
        raise NotFound("kind")
    kind = FileKind(kind_name)
    form = FORMS[kind].opened(**_extra(place, kind))
    if form.validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                keeping.ask(work, _making(read, work).scope, kind, form.options())
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("It is being made. You may leave this page; it will be here."))
            return redirect(f"{place.address()}#berkas", HTTPStatus.SEE_OTHER)
    return page(read, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def act(read: Reader, file_id: UUID, deed_name: str) -> ResponseReturnValue:
    """Make a file again, offer it to buyers, take it back, delete it."""
    place = _making(read, current_work())
    if deed_name not in set(Deed):
        raise NotFound("deed")
    try:
        work = writing_work()
        with committed(work):
            message = _DEEDS[Deed(deed_name)](work, _making(read, work), file_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(message)
    return redirect(f"{place.address()}#berkas", HTTPStatus.SEE_OTHER)


def download(read: Reader, file_id: UUID) -> ResponseReturnValue:
    """Send a file to somebody who may have it; noted before it is sent."""
    place = read(current_work())
    get_ready(current_work(), place.scope, file_id)
    work = writing_work()
    try:
        with committed(work):
            file = get_ready(work, read(work).scope, file_id)
            kind, made_at = file.kind, file.ready_at or file.asked_at
            name = file_name(kind, place.slug, Options.from_json(file.options), wib_date(made_at))
            pieces = keeping.download(work, file, store=store())
    except RuleBroken as error:
        flash(gettext(error.message), "warn")
        return redirect(place.address(), HTTPStatus.SEE_OTHER)
    return private_file(pieces, TYPES[kind], name, is_shown=False)


def file_name(kind: FileKind, slug: str, options: Options, day: object) -> str:
    """Return an ASCII name to save a file under."""
    spoken = "-".join(options.spoken.codes)
    return f"{STEMS[kind]}-{slug[:60]}-{spoken}-{day}.{EXTENSIONS[kind]}"


def store() -> Store:
    """Return where files lie."""
    found: Store = current_app.extensions["catalog_store"]
    return found


def _making(read: Reader, work: Work) -> Place:
    place = read(work)
    if not place.may_make:
        raise NotFound("files")
    return place


def _again(work: Work, place: Place, file_id: UUID) -> str:
    file = get_file(work, place.scope, file_id)
    keeping.ask(work, place.scope, file.kind, Options.from_json(file.options))
    return str(gettext("It is being made. You may leave this page; it will be here."))


def _release(work: Work, place: Place, file_id: UUID) -> str:
    offering.release(work, get_ready(work, place.scope, file_id))
    return str(gettext("Buyers find this catalogue on the showcase's page now."))


def _withdraw(work: Work, place: Place, file_id: UUID) -> str:
    offering.withdraw(work, get_file(work, place.scope, file_id))
    return str(gettext("Buyers do not find this catalogue any more."))


def _remove(work: Work, place: Place, file_id: UUID) -> str:
    keeping.remove(work, get_file(work, place.scope, file_id), store=store())
    return str(gettext("The file is deleted."))


_DEEDS: dict[Deed, Callable[[Work, Place, UUID], str]] = {
    Deed.AGAIN: _again,
    Deed.RELEASE: _release,
    Deed.WITHDRAW: _withdraw,
    Deed.REMOVE: _remove,
}
