"""The blueprint of fair composition."""

from flask import Blueprint

bp = Blueprint("composing", __name__)
