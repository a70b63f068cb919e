"""Clean tables of no other set, parted honestly: what an error says of them is a false alarm."""
