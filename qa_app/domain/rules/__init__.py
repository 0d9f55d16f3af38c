"""Rules that criteria and decisions are made of: how they combine, and what would change them."""
