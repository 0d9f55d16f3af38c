"""The blueprint of who supervises whom."""

from flask import Blueprint

bp = Blueprint("agreements", __name__)
