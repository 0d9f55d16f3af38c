"""Acts on what is kept of people, and on the keys that seal it."""
