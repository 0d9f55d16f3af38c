"""Words of what is measured from workers, training, caseload and supervision."""

from qa_app.wording.measured_words import MetricWords

SAID: dict[str, MetricWords] = {}
"""Metric to its words."""
