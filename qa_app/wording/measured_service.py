"""Words of what is measured from referrals, feedback, complaints and incidents."""

from qa_app.wording.measured_words import MetricWords

SAID: dict[str, MetricWords] = {}
"""Metric to its words."""
