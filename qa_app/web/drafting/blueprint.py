"""The blueprint that the routes of rubric drafts share."""

from flask import Blueprint

bp = Blueprint("drafting", __name__, url_prefix="/rubrics")
