"""The blueprint of a centre's service."""

from flask import Blueprint

bp = Blueprint("service_records", __name__, url_prefix="/service")
