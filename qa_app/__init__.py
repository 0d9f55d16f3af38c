"""Plumbline 准绳: quality assurance and supervision of child-protection services."""
