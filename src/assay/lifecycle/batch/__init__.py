"""Score a whole source: opened, held against the contract, answered in parts, written at once."""
