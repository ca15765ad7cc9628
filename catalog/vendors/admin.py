"""The officers' registry of vendors."""

from flask import Blueprint

bp = Blueprint("vendors_admin", __name__)
