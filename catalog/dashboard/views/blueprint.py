"""The blueprint of a vendor's home."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__)
