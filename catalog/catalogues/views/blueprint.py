"""The blueprint of files."""

from flask import Blueprint

bp = Blueprint("catalogues", __name__)
