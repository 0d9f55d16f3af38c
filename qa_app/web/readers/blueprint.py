"""The blueprint of who reads."""

from flask import Blueprint

bp = Blueprint("readers", __name__)
