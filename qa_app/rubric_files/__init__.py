"""Rubric, case and sheet files to values, with the place of every fault."""
