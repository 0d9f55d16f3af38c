"""The blueprint on which the modules of routes stand."""

from flask import Blueprint

bp = Blueprint("second_factor", __name__)
