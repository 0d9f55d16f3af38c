"""Reads: each takes who asks and answers only within reach."""
