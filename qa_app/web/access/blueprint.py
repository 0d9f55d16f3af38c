"""The blueprint on which the modules of routes stand."""

from flask import Blueprint

bp = Blueprint("access", __name__, url_prefix="/access")
