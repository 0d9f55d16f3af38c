"""The blueprint of the register of centres."""

from flask import Blueprint

bp = Blueprint("register", __name__, url_prefix="/register")
