"""The blueprint of exports."""

from flask import Blueprint

bp = Blueprint("exports", __name__, url_prefix="/exports")
