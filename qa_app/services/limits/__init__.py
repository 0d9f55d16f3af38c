"""The limits of today: what happened in open cases, and what is due because of it."""
