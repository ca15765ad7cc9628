"""The blueprint of the officers' registry."""

from flask import Blueprint

bp = Blueprint("vendors_admin", __name__)
