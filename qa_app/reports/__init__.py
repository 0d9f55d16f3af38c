"""Documents and pictures made from values."""
