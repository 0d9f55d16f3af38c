"""Referrals, feedback, complaints and incidents of a centre."""
