"""The blueprint of the officers' pages of products."""

from flask import Blueprint

bp = Blueprint("products_admin", __name__)
