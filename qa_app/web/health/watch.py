"""Every request leaves one line and moves the figures: what was asked for and how it ended."""

from flask import Flask, Response, request

from qa_app import clock
from qa_app.logs import Log, fault_place, standing_log
from qa_app.web.health.figures import Figures, figures_of
from qa_app.web.refusals import refused_by

_ID = "plumbline.request_id"
_BEGAN = "plumbline.began"
_LOG = "plumbline_log"
_FAULT = 500
_HEX = 16
_ASSET = "assets.asset"


def register_watch(app: Flask) -> None:
    """Watch every request, from before the guard until its answer is ready.

    Args:
        app: The application.
    """
    settings = app.config["SETTINGS"]
    log = standing_log(settings.log_level)
    app.extensions[_LOG] = log
    figures = figures_of(settings.metrics_token)

    @app.before_request
    def begin() -> None:
        request.environ[_BEGAN] = clock.stopwatch()
        request.environ[_ID] = f"{clock.random_bits(4 * _HEX):0{_HEX}x}"

    @app.after_request
    def end(response: Response) -> Response:
        began = request.environ.get(_BEGAN)
        if began is not None and not _is_plain_asset(response):
            _note(log, figures, response, clock.stopwatch() - began)
            response.headers["X-Request-Id"] = request.environ[_ID]
        return response


def request_id() -> str:
    """Give the number of this request, as its line says it.

    Returns:
        16 characters; empty before it was given one.
    """
    found: str = request.environ.get(_ID, "")
    return found


def note_fault(app: Flask, reference: str, fault: Exception) -> None:
    """Write down a fault: its class and place under the number that the page shows.

    Args:
        app: The application.
        reference: The number.
        fault: What was raised; its sentence may quote what was entered, and is left out.
    """
    log: Log = app.extensions[_LOG]
    log.error(
        "fault",
        id=request_id(),
        reference=reference,
        endpoint=request.endpoint or "",
        **fault_place(fault),
    )


def _is_plain_asset(response: Response) -> bool:
    return request.endpoint == _ASSET and response.status_code < _FAULT


def _note(log: Log, figures: Figures | None, response: Response, seconds: float) -> None:
    endpoint = request.endpoint or ""
    say = log.warning if response.status_code >= _FAULT else log.info
    rule = refused_by(response.status_code)
    say(
        "request",
        id=request_id(),
        endpoint=endpoint,
        method=request.method,
        status=response.status_code,
        ms=round(1000 * seconds, 1),
        **({"refused": rule} if rule else {}),
    )
    if figures is not None:
        figures.note(endpoint, request.method, response.status_code, seconds)
