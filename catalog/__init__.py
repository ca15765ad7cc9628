"""Sarumban: makers of Cirebon, their products and curated showcases."""

from flask import Flask

from catalog.settings import ROOT, Settings
from catalog.wiring import wire


def create_app(settings: Settings | None = None) -> Flask:
    """Return a ready application; every start-up step is one call in ``wire``."""
    settings = settings or Settings.from_environ()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.state_dir),
    )
    app.config.from_mapping(settings.flask_config())
    wire(app, settings)
    return app
