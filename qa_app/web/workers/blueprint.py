"""The blueprint of people of centres and their training."""

from flask import Blueprint

bp = Blueprint("workers", __name__, url_prefix="/workers")
