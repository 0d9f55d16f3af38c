"""How often somebody asked lately, so that nobody asks by the thousand."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

KEPT_MOST: Final = 10_000
"""Askers that are remembered at once; beyond, the one who asked first is forgotten."""


class AskedLately:
    """Counts questions by asker over the time just past; kept in memory, lost at a restart."""

    def __init__(self, most: int, span: timedelta) -> None:
        """Set the bound.

        Args:
            most: Questions that one asker may put, at least 1.
            span: Within so much time.
        """
        self._most, self._span = most, span
        self._asked: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def may_ask(self, who: str, at: datetime) -> bool:
        """Count a question and tell whether it is heard.

        Args:
            who: Who asks.
            at: The present.

        Returns:
            False when they put `most` questions within the span before; those that were not heard
            count nothing, so that nobody is shut out for ever.
        """
        with self._lock:
            heard = self._asked.pop(who, None) or deque()
            self._asked[who] = heard
            if len(self._asked) > KEPT_MOST:
                del self._asked[next(iter(self._asked))]
            while heard and heard[0] <= at - self._span:
                heard.popleft()
            if len(heard) >= self._most:
                return False
            heard.append(at)
            return True
