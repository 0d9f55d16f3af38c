from tests.conftest import ROOT


def test_the_floor_of_the_measurements_stays_a_floor() -> None:
    lines = (ROOT / "benchmarks" / "floor.py").read_text("utf-8").splitlines()
    assert len(lines) < 150
    assert not [
        line for line in lines if line.startswith(("from qa_app.web", "from qa_app.services"))
    ]
