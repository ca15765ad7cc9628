"""The blueprint of a vendor's goods."""

from flask import Blueprint

bp = Blueprint("products_manage", __name__)
