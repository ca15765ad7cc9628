"""The blueprint of the officers' pages about papers and what goals ask for."""

from flask import Blueprint

bp = Blueprint("legality_admin", __name__)
