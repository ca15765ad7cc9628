"""The blueprint of the site's own pages."""

from flask import Blueprint

bp = Blueprint("site", __name__)
