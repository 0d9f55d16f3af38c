"""A site that writes down what reaches it, for a proxy that must not let anything else through."""

import os
from collections.abc import Callable, Iterable
from typing import Any


def site(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer with nothing; method, path and length of each body are a line of a file."""
    body = environ["wsgi.input"].read()
    line = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {len(body)}\n"
    file = os.open(os.environ["RECORDED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, line.encode())
    os.close(file)
    start("200 OK", [("Content-Length", "0")])
    return [b""]
