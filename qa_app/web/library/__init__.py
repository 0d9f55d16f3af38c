"""The library of laws, standards and working procedures."""

from qa_app.web.library.blueprint import bp
from qa_app.web.library.coverage import coverage
from qa_app.web.library.coverage_file import coverage_xlsx
from qa_app.web.library.editing import new_document
from qa_app.web.library.files import files
from qa_app.web.library.routes import index

__all__ = ["bp", "coverage", "coverage_xlsx", "files", "index", "new_document"]
