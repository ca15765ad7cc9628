"""People and their roles, for administrators."""

from flask import Blueprint

bp = Blueprint("people", __name__)
