"""The blueprint of the holiday table."""

from flask import Blueprint

bp = Blueprint("holidays", __name__, url_prefix="/admin/holidays")
