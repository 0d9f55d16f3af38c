"""Acts on supervision records: begun, saved, signed, answered; a note between two people."""
