"""Writes: one module for each thing that the product can do."""
