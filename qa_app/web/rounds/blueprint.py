"""The blueprint on which both modules of routes stand."""

from flask import Blueprint

bp = Blueprint("rounds", __name__, url_prefix="/rounds")
