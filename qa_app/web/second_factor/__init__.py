"""Second factors: setting up, the second question, passkeys, single sign-on, and their loss."""

from qa_app.web.second_factor.blueprint import bp
from qa_app.web.second_factor.elsewhere import to_provider
from qa_app.web.second_factor.losses import resets
from qa_app.web.second_factor.passkeys import add
from qa_app.web.second_factor.routes import question

__all__ = ["add", "bp", "question", "resets", "to_provider"]
