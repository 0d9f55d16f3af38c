"""Drafts of rubrics: compared, handed in, published by a second person; and what follows."""

from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.comparing import changes
from qa_app.web.drafting.editor import edit
from qa_app.web.drafting.files import from_file
from qa_app.web.drafting.phrases import phrases
from qa_app.web.drafting.publishing import publish
from qa_app.web.drafting.routes import index
from qa_app.web.drafting.trial import try_out
from qa_app.web.drafting.versions import retire
from qa_app.web.drafting.whole import whole

__all__ = [
    "bp",
    "changes",
    "edit",
    "from_file",
    "index",
    "phrases",
    "publish",
    "retire",
    "try_out",
    "whole",
]
