"""Joins the parts: the one package that knows every feature and every extension."""

from datetime import date

from flask import Flask, current_app
from flask_compress import Compress
from flask_migrate import Migrate
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from catalog.accounts import admin as people_admin
from catalog.accounts import cli as account_cli
from catalog.accounts import views as account_views
from catalog.audit import models as audit_models
from catalog.catalogues import views as catalogue_views
from catalog.catalogues.services.keeping import KEEPER as CATALOGUE_KEEPER
from catalog.composing import admin as composing_admin
from catalog.composing import models as composing_models
from catalog.curation import admin as curation_admin
from catalog.curation import manage as curation_manage
from catalog.curation import models as curation_models
from catalog.curation.services import load_rubrics
from catalog.dashboard import views as dashboard_views
from catalog.dashboard.services import add_visits
from catalog.dashboard.services.exporting import KEEPER as EXPORT_KEEPER
from catalog.db import session as database
from catalog.db.session import db
from catalog.db.work import DERIVE, committed
from catalog.demo import cli as demo_cli
from catalog.desk import admin as desk_admin
from catalog.discovery import views as discovery_views
from catalog.discovery.search import suggestible
from catalog.export import admin as export_admin
from catalog.export import manage as export_manage
from catalog.export.services import load_rules
from catalog.export.services.expiring import mark_ended
from catalog.export.services.refreshing import follow as follow_export
from catalog.galleries.queries import hosts, vendor_ids
from catalog.galleries.services import load_galleries
from catalog.inquiries import views as inquiry_views
from catalog.jobs import cli as job_cli
from catalog.kernel.vault import Vault
from catalog.legality import admin as legality_admin
from catalog.legality import manage as legality_manage
from catalog.legality.services import load_types, mark_expired
from catalog.legality.services.files import KEEPER
from catalog.media import cli as media_cli
from catalog.media.store import LocalStore
from catalog.notices import views as notice_views
from catalog.passports import views as passport_views
from catalog.products import admin as products_admin
from catalog.products import cli as product_cli
from catalog.products import manage as product_manage
from catalog.products import search as product_search
from catalog.products import views as product_views
from catalog.products.admin.slots import PUBLISH_GUARDS, REVIEW_PANELS
from catalog.products.services.guidance import load_templates
from catalog.search import cli as search_cli
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.indexer import Indexer
from catalog.settings import ROOT, Settings
from catalog.showcases import admin as showcase_admin
from catalog.showcases import views as showcase_views
from catalog.showcases.queries.turns import turns
from catalog.showcases.services.watching import follow as follow_showcases
from catalog.site import views as site_views
from catalog.taxonomy.services import load_reference
from catalog.vendors import admin as vendors_admin
from catalog.vendors import cli as vendors_cli
from catalog.vendors import manage as vendors_manage
from catalog.vendors.forms.hosts import host_sources
from catalog.vendors.queries.hosts import HostSource
from catalog.web import (
    access,
    cache,
    errors,
    headers,
    locale,
    media,
    origin,
    received,
    serve,
    templating,
    visits,
)
from catalog.web.forms import csrf
from catalog.web.templating import desk_entries
from catalog.web.work import operator_work
from catalog.wiring.menu import DESK_CARDS, DESK_MENU
from catalog.wiring.work import JOBS, SCHEDULE
from catalog.wording import admin as wording_admin
from catalog.wording.services import load_glossary

BLUEPRINTS = (
    *site_views.BLUEPRINTS,
    discovery_views.bp,
    product_views.bp,
    product_views.vendors_bp,
    showcase_views.bp,
    showcase_admin.bp,
    passport_views.bp,
    account_views.bp,
    people_admin.bp,
    notice_views.bp,
    vendors_manage.bp,
    vendors_admin.bp,
    legality_manage.bp,
    legality_admin.bp,
    product_manage.bp,
    products_admin.bp,
    curation_manage.bp,
    curation_admin.bp,
    export_manage.bp,
    export_admin.bp,
    inquiry_views.bp,
    catalogue_views.bp,
    dashboard_views.bp,
    wording_admin.bp,
    composing_admin.bp,
    desk_admin.bp,
    media.bp,
)
COMMANDS = (
    account_cli.group,
    demo_cli.group,
    job_cli.cli,
    media_cli.cli,
    product_cli.group,
    search_cli.group,
    vendors_cli.group,
    serve.prepare,
    serve.serve,
)
DERIVED = (follow_export, follow_showcases)  # what follows from changes
TABLES = (
    audit_models,
    composing_models,
    curation_models,
)  # of features that no import above brings in


def wire(app: Flask, settings: Settings) -> None:
    """Attach extensions, search, pages and commands, in that order."""
    database.init_app(app)
    with app.app_context():
        db.engine.update_execution_options(**{DERIVE: DERIVED})
    Migrate(app, db, directory=str(ROOT / "catalog" / "migrations"))
    app.extensions["catalog_settings"] = settings
    app.extensions["catalog_vault"] = Vault(settings.data_keys)
    app.extensions["catalog_store"] = LocalStore(settings.uploads_dir)
    media_cli.keepers(app).extend((KEEPER, EXPORT_KEEPER, CATALOGUE_KEEPER))
    app.extensions["catalog_indexer"] = Indexer(
        engine=WhooshEngine(settings.search_dir),
        sources={"product": product_search.load},
        terms=suggestible,
        owners={"vendor": ("product", product_search.of_vendors)},
        each_day=_each_day,
        ids={"product": product_search.public_ids},
    )
    job_cli.init_app(app, job_cli.Jobs(dict(JOBS), list(SCHEDULE), settings.jobs_path))
    csrf.init_app(app)
    Compress(app)
    _wire_pages(app, settings)
    for command in COMMANDS:
        app.cli.add_command(command)
    serve.prepare_steps(app).extend((_load_reference, _load_demo, _index))
    serve.greetings(app).append(demo_cli.sign_ins)
    serve.companions(app).extend((("search", "drain", "--watch"), ("jobs", "work")))


def _each_day(session: Session, today: date) -> None:
    """Mark what ended with yesterday, without anyone's doing."""
    mark_expired(session, today)
    mark_ended(session, today)


def _wire_pages(app: Flask, settings: Settings) -> None:
    received.init_app(app)
    templating.init_app(app, settings)
    desk_entries(app).extend(DESK_MENU)
    host_sources(app).append(HostSource(hosts, vendor_ids))
    desk_admin.cards(app).extend(DESK_CARDS)
    app.extensions.setdefault(REVIEW_PANELS, []).extend(
        (curation_admin.rubric_panel, curation_admin.origin_panel)
    )
    app.extensions.setdefault(PUBLISH_GUARDS, []).extend(
        (curation_admin.rubric_guard, curation_admin.name_guard, curation_admin.incident_guard)
    )
    desk_admin.init_app(app)
    locale.init_app(app)
    headers.init_app(app, secure=settings.secure)
    account_views.init_app(app)
    notice_views.init_app(app)
    site_views.init_app(app)
    showcase_views.init_app(app)
    catalogue_views.init_app(app)
    discovery_views.init_app(app)
    app.url_map.strict_slashes = False  # people type them; canonical links name the one address
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.init_app(app)
    access.init_app(app)
    origin.init_app(app, settings)
    # A test looks at once; a busy site asks the database twenty times a second, not each time.
    cache.init_app(
        app,
        look_every=0 if settings.testing else cache.LOOK_EVERY,
        generation=app.extensions["catalog_indexer"].engine.generation,
        turns=turns,
    )
    visits.init_app(app, add_visits)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]  # Flask's way


def _load_reference() -> None:
    """Add the reference data that ships with the code, where it is missing."""
    with operator_work() as work, committed(work):  # rules that are new are applied at once
        load_reference(work.session)
        load_galleries(work.session)
        load_types(work.session)
        load_rubrics(work.session)
        load_glossary(work.session)
        load_rules(work.session)
        load_templates(work.session)


def _load_demo() -> None:
    """Fill an empty catalogue with the demo, unless the settings say no."""
    settings: Settings = current_app.extensions["catalog_settings"]
    if settings.demo:
        demo_cli.load_into_empty()


def _index() -> None:
    """Build the index where there is none, and bring it up to date."""
    indexer: Indexer = current_app.extensions["catalog_indexer"]
    while indexer.step(search_cli.open_session):
        pass
