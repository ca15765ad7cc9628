"""The blueprint of the officers' desk."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
