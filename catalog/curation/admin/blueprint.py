"""The blueprint of the officers' pages about scores, rubrics, origin and incidents."""

from flask import Blueprint

bp = Blueprint("curation_admin", __name__)
