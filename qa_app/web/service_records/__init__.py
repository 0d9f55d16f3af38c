"""Referrals, feedback, complaints and incidents of centres."""

from qa_app.web.service_records import centres, complaints, feedback, incidents, referrals
from qa_app.web.service_records.blueprint import bp

__all__ = ["bp", "centres", "complaints", "feedback", "incidents", "referrals"]
