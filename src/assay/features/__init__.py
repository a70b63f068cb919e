"""How raw columns become model inputs, in Python and in the compiled graph alike."""
