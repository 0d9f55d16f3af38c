"""Measurements: the product beside the least that its stack can do."""
