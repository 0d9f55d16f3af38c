"""Acts on the register of workers and on training."""
