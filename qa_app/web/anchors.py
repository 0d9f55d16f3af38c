"""The head of the journal on what is printed: paper in other hands vouches for it."""

from flask import Flask

from qa_app.domain.journal_anchors import anchor_text
from qa_app.extensions import database
from qa_app.queries.journal import head_of
from qa_app.reports.sheet import PRINTED_ANCHOR
from qa_app.wording import Words
from qa_app.wording.anchors import ANCHOR_ON_PAPER


def register_anchors(app: Flask) -> None:
    """Let every sheet that a request prints show the head of the journal.

    Args:
        app: The application.
    """

    @app.before_request
    def remember() -> None:
        PRINTED_ANCHOR.set(_head)  # asked only when a sheet is printed

    @app.teardown_request
    def forget(_fault: BaseException | None) -> None:
        PRINTED_ANCHOR.set(_none)  # what this thread prints next may be no request's


def anchor_by(sealed: tuple[int, str] | None) -> None:
    """Let what this request prints show the row that sealed it, and not today's last.

    So a paper that never changes is the same to the byte, whenever it is printed.

    Args:
        sealed: Number and digest of the row; None prints no anchor.
    """
    PRINTED_ANCHOR.set(lambda language: printed_anchor(*sealed, language) if sealed else "")


def printed_anchor(seq: int, digest: str, language: str) -> str:
    """Put an anchor into the words that stand on paper.

    Args:
        seq: Number of the row.
        digest: Its digest.
        language: `zh` or `en`.

    Returns:
        Such as `Journal 120:9f3a0c11d2e4`.
    """
    return Words(language).say(ANCHOR_ON_PAPER, head=anchor_text(seq, digest))


def _none(_language: str) -> str:
    return ""


def _head(language: str) -> str:
    seq, digest = head_of(database())
    return printed_anchor(seq, digest, language) if seq else ""
