"""Requirement sets, for the office."""

from flask import Blueprint

bp = Blueprint("legality_admin", __name__)
