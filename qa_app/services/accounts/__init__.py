"""Accounts: signing in and out, passwords, roles."""
