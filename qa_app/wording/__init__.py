"""Typed findings to words in one language, from the same catalogue as the pages; no Flask."""

from qa_app.wording.problems import PROBLEMS
from qa_app.wording.words import Words

__all__ = ["PROBLEMS", "Words"]
