"""Acts on keys and papers."""
