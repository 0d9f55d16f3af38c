"""The blueprint of the limits of today."""

from flask import Blueprint

bp = Blueprint("limits", __name__, url_prefix="/limits")
