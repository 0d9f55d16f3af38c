"""Lets what takes long wait its turn: no account, and no file, keeps all threads of a worker.

Pages are bounded by what they show and are measured; files are made or read in the thread that is
asked. A turn ends with its request, and with its process where that is killed: see docs/adr/0069.
"""

from collections import Counter
from threading import Condition
from weakref import finalize

from flask import Flask, Response, request

from qa_app.domain.errors import RefusedError
from qa_app.domain.trust_defaults import (
    LONG_AT_ONCE,
    LONG_INSIDE,
    LONG_OWN_INSIDE,
    LONG_WAIT_SECONDS,
)
from qa_app.web.guard import current_signed

_TURNS = "plumbline.turns"
_TAKEN = "plumbline.turn"
_MADE = (".csv", ".docx", ".html", ".pdf", ".xlsx")
_BY_NAME = frozenset(
    {
        "cases.confirm",
        "cases.match",
        "decisions.freeze",
        "drafting.cast_back",
        "exports.take",
        "exports.take_approved",
        "own_forms.fill",
        "register_papers.issue",
        "register_papers.reissue",
    }
)
"""What neither the end of its address nor a file that comes in tells."""


class NoTurnError(RefusedError):
    """Others were before in the worker that was asked, and did not end soon enough."""


class Turns:
    """Who makes or reads a file in this process, and who waits for it."""

    def __init__(self, patience: float = LONG_WAIT_SECONDS) -> None:
        """Begin with nobody inside.

        Args:
            patience: Seconds that one waits at most.
        """
        self.patience = patience
        self._working: set[int | None] = set()
        self._inside = Counter[int | None]()
        self._changed = Condition()

    def take(self, account_id: int | None) -> bool:
        """Wait for a turn.

        Args:
            account_id: Who asks; None for those who are not signed in, who count as one.

        Returns:
            False where too many are inside, or the wait was too long: nothing is to be given back.
        """
        with self._changed:
            is_full = self._inside.total() >= LONG_INSIDE
            if is_full or self._inside[account_id] >= LONG_OWN_INSIDE:
                return False
            self._inside[account_id] += 1
            has_turn = False
            try:
                has_turn = self._changed.wait_for(lambda: self._is_free(account_id), self.patience)
            finally:
                if has_turn:
                    self._working.add(account_id)
                else:
                    self._leave(account_id)
            return has_turn

    def give_back(self, account_id: int | None) -> None:
        """End a turn.

        Args:
            account_id: Who had it.
        """
        with self._changed:
            self._working.discard(account_id)
            self._leave(account_id)

    def _is_free(self, account_id: int | None) -> bool:
        return len(self._working) < LONG_AT_ONCE and account_id not in self._working

    def _leave(self, account_id: int | None) -> None:
        self._inside[account_id] -= 1
        if not self._inside[account_id]:
            del self._inside[account_id]
        self._changed.notify_all()


def register_turns(app: Flask) -> None:
    """Let what takes long take its turn, once all of the request has come in.

    Args:
        app: The application.
    """
    turns = app.extensions[_TURNS] = Turns()

    @app.before_request
    def take() -> None:
        if not _takes_long():
            return
        signed = current_signed()
        account_id = None if signed is None else signed.actor.account_id
        if not turns.take(account_id):
            raise NoTurnError("turn")
        request.environ[_TAKEN] = account_id

    @app.after_request
    def keep(response: Response) -> Response:
        # rows are made after the request has ended, until whoever sends them closes the answer;
        # one that never leaves, as a fault takes its place, is let go of without being closed
        if response.is_streamed and _TAKEN in request.environ:
            end = finalize(response, turns.give_back, request.environ.pop(_TAKEN))
            response.call_on_close(end)
        return response

    @app.teardown_request
    def give_back(_fault: BaseException | None) -> None:
        if _TAKEN in request.environ:
            turns.give_back(request.environ.pop(_TAKEN))


def _takes_long() -> bool:
    if request.endpoint is None:
        return False  # what is not there takes no time
    is_sent = any(one.filename for one in request.files.values())
    return is_sent or makes_file(request.endpoint, request.path)


def turns_of(app: Flask) -> Turns:
    """Give the turns of an application.

    Args:
        app: The application.

    Returns:
        Those of this process.
    """
    turns: Turns = app.extensions[_TURNS]
    return turns


def makes_file(endpoint: str, path: str) -> bool:
    """Tell whether a request makes what must take its turn.

    Args:
        endpoint: Which is asked.
        path: Its address.

    Returns:
        False for pages, and for what lies ready, such as pages of scans.
    """
    return path.endswith(_MADE) or endpoint in _BY_NAME
