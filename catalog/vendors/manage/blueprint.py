"""The blueprint of a vendor's rooms."""

from flask import Blueprint

bp = Blueprint("vendors_manage", __name__)
