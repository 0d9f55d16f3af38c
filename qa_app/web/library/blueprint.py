"""The blueprint that the routes of the library share."""

from flask import Blueprint

bp = Blueprint("library", __name__, url_prefix="/library")
