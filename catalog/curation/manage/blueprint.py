"""The blueprint of what a vendor reads of curation."""

from flask import Blueprint

bp = Blueprint("curation_manage", __name__)
