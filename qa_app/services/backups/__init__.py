"""Copies of the whole database: made, restored, moved."""
