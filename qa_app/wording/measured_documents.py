"""Words of what is measured from documents and consultations."""

from qa_app.wording.measured_words import MetricWords

SAID: dict[str, MetricWords] = {}
"""Metric to its words."""
