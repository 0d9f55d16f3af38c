"""Static files: packed, kept for good, and plotly.js straight from its wheel."""

import gzip
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

from qa_app.web.assets import static_url


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return static_url(name)


@pytest.mark.parametrize("name", ["qa.css", "plotly.min.js"])
def test_files_are_packed_and_kept(app: Flask, name: str) -> None:
    client, where = app.test_client(), address(app, name)
    packed = client.get(where, headers={"Accept-Encoding": "gzip"})
    plain = client.get(where, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_plotly_is_the_file_of_the_wheel(app: Flask) -> None:
    spec = find_spec("plotly")
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).parent / "package_data" / "plotly.min.js"
    answer = app.test_client().get(address(app, "plotly.min.js"))
    assert answer.data == file.read_bytes()
    assert answer.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("name", ["plotly.min.js", "qa.css", "none.css", "../config.py"])
def test_an_old_or_foreign_address_is_not_found(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{'0' * 12}/{name}").status_code == 404


@pytest.mark.parametrize("name", ["%00", "qa.css%00", "a" * 5_000, "a/" * 3_000])
def test_a_name_that_no_file_can_have_is_not_found(app: Flask, name: str) -> None:
    # a zero byte may be refused before any route is asked
    assert app.test_client().get(f"/static/{'0' * 12}/{name}").status_code in {404, 422}


def test_an_unknown_file_is_a_fault_of_the_template(app: Flask) -> None:
    with pytest.raises(FileNotFoundError):
        address(app, "none.css")


def test_choices_in_tables_are_as_high_as_a_finger_on_a_phone(app: Flask) -> None:
    style = app.test_client().get(address(app, "qa.css")).text
    rules = [line.strip() for line in style.split("\n") if ".pl-table td > select" in line]
    assert len(rules) == 2
    assert "font: inherit" in rules[0]
    assert "min-height: 2.75rem" in rules[1]
    assert '.pl-table td > input[type="checkbox"] { width: 2.75rem; height: 2.75rem; }' in style
