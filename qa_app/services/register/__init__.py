"""Acts on the register of centres."""
