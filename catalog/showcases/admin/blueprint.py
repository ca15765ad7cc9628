"""The blueprint of the curators' work on showcases."""

from flask import Blueprint

bp = Blueprint("showcases_admin", __name__)
