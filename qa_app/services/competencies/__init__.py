"""Competency frameworks, assessments of workers, and what they say they need."""
