"""The blueprint of the criteria."""

from flask import Blueprint

bp = Blueprint("endorsement", __name__)
