"""Criteria of the register: handed in, checked, published, put in force, evidence frozen."""
