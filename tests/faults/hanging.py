"""A site of which one address never answers, for servers that must get over it."""

import os
import time
from collections.abc import Callable, Iterable


def site(environ: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the number of the worker: at `/hang` never, at `/slow` after a moment."""
    if environ["PATH_INFO"] == "/hang":
        time.sleep(3600)
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.3)
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
