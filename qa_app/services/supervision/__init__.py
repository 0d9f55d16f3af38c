"""Supervision sessions."""
