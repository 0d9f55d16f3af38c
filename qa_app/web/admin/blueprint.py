"""The blueprint on which both modules of routes stand."""

from flask import Blueprint

bp = Blueprint("admin", __name__)
