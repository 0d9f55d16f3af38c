"""Every centre and area held against the criteria of the register, and the criteria themselves."""

from qa_app.web.endorsement import area, routes, versions
from qa_app.web.endorsement.blueprint import bp

__all__ = ["area", "bp", "routes", "versions"]
