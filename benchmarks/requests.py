"""A small load generator: prepared requests over plain sockets, timed one by one.

Sync workers close the connection after each answer, so every request opens its own; the
server under test and the floor pay for that alike, and the generator does nothing else.
"""

import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

_BLOCK = 65536


@dataclass(frozen=True)
class Load:
    """What each client sends, in order; one sequence for each client."""

    port: int
    requests: Sequence[Sequence[bytes]]
    wanted: int


@dataclass(frozen=True)
class Timing:
    """Milliseconds and requests a second."""

    p50: float
    p95: float
    rate: float


def send(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(_BLOCK):
            parts.append(part)
    return b"".join(parts)


def status_of(answer: bytes) -> int:
    return int(answer[9:12])


def _client(load: Load, requests: Sequence[bytes], times: list[float]) -> None:
    for request in requests:
        started = time.perf_counter()
        answer = send(load.port, request)
        times.append(1000 * (time.perf_counter() - started))
        if status_of(answer) != load.wanted:
            raise RuntimeError(answer[:400].decode("utf-8", "replace"))


def _drive(load: Load) -> Timing:
    times: list[list[float]] = [[] for _ in load.requests]
    threads = [
        threading.Thread(target=_client, args=(load, requests, kept))
        for requests, kept in zip(load.requests, times, strict=True)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    every = sorted(one for kept in times for one in kept)
    if len(every) != sum(map(len, load.requests)):
        raise RuntimeError(f"port {load.port}: some requests failed")
    return Timing(median(every), every[int(0.95 * (len(every) - 1))], len(every) / seconds)


def drive(load: Load) -> Timing:
    """Send everything from a process of its own, so that nothing else shares its interpreter."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(_drive, load).result()


def middle(timings: Sequence[Timing]) -> Timing:
    """Give the medians over interleaved rounds."""
    return Timing(
        median(one.p50 for one in timings),
        median(one.p95 for one in timings),
        median(one.rate for one in timings),
    )


def get(path: str, cookie: str = "") -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        "Accept: text/html\r\nConnection: close\r\n\r\n"
    ).encode()


def send_body(method: str, path: str, cookie: str, csrf: str, kind: str, body: bytes) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        f"X-CSRFToken: {csrf}\r\nContent-Type: {kind}\r\nAccept: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
