"""Figures for Prometheus: counted only where somebody may read them, and without any word."""

import os
from collections.abc import Iterable
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from qa_app.domain.health import Disk
from qa_app.queries.health import HealthFigures as Counted
from qa_app.web.guard import READING

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
_FAULT, _REFUSED = 500, 400
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0, 5.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """What a process counts of its requests; several processes share them in a folder."""

    def __init__(self) -> None:
        # here, so that who reads no figures does not load what makes them
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415

        self._registry = CollectorRegistry()
        common: dict[str, Any] = {"registry": self._registry}
        self._requests = Counter(
            "plumbline_requests", "Requests answered.", ("part", "method", "status"), **common
        )
        self._seconds = Histogram(
            "plumbline_request_seconds",
            "Seconds until an answer was ready.",
            ("kind",),
            buckets=_BUCKETS,
            **common,
        )
        self._saves = Counter(
            "plumbline_saves", "Requests that kept something.", ("part",), **common
        )
        self._faults = Counter(
            "plumbline_faults", "Requests that ended in a fault of the server.", ("part",), **common
        )

    def note(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one request.

        Args:
            endpoint: What was asked for; empty where no address was met.
            method: How.
            status: How it ended.
            seconds: How long it took.
        """
        part = endpoint.partition(".")[0] or "nowhere"
        known = method if method in _METHODS else "other"
        self._requests.labels(part, known, str(status)).inc()
        self._seconds.labels("page" if method in READING else "save").observe(seconds)
        if status >= _FAULT:
            self._faults.labels(part).inc()
        elif status < _REFUSED and method not in READING:
            self._saves.labels(part).inc()

    def written(self, counted: Counted | None, disk: Disk | None) -> bytes:
        """Write what all processes counted, and how the installation stands now.

        Args:
            counted: What the database tells; None while it is away.
            disk: Room where the data lie; None where it cannot be told.

        Returns:
            Text as Prometheus reads it.
        """
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        registry = self._registry
        if os.environ.get(_SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        now = CollectorRegistry()
        now.register(_Now(counted, disk))
        return generate_latest(registry) + generate_latest(now)


class _Now:
    """How the installation stands at the moment that somebody asks."""

    def __init__(self, counted: Counted | None, disk: Disk | None) -> None:
        self._counted, self._disk = counted, disk

    def collect(self) -> Iterable[Any]:
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

        counted = self._counted
        yield GaugeMetricFamily("plumbline_database_up", "1 when it answers.", counted is not None)
        if self._disk is not None:
            yield GaugeMetricFamily("plumbline_disk_free_bytes", "Room left.", self._disk.free)
            yield GaugeMetricFamily("plumbline_disk_bytes", "Room in all.", self._disk.total)
        if counted is None:
            return
        queue = GaugeMetricFamily("plumbline_outbox", "Messages not arrived.", labels=("state",))
        for state, count in counted.queued.items():
            queue.add_metric([state], count)
        yield queue
        yield GaugeMetricFamily("plumbline_journal_rows", "Acts.", counted.journal_rows)
        for name, at in (("tick", counted.last_tick), ("backup", counted.last_backup)):
            if at is not None:
                said = f"When the last {name} was, in seconds since 1970."
                yield GaugeMetricFamily(f"plumbline_last_{name}_seconds", said, at.timestamp())


@lru_cache(maxsize=1)
def figures_of(token: str) -> Figures | None:
    """Give the figures of this process, made once.

    Args:
        token: What their readers must show; empty where nobody may read them.

    Returns:
        The figures; None where nobody may read them, and then nothing is counted.
    """
    return Figures() if token else None


def may_read_figures(shown: str, token: str) -> bool:
    """Decide whether somebody may read the figures.

    Args:
        shown: The `Authorization` header.
        token: What must be shown; empty where nobody may read them.

    Returns:
        True for the token as a bearer.
    """
    return bool(token) and compare_digest(shown.encode(), f"Bearer {token}".encode())
