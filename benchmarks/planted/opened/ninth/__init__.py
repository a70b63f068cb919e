"""Tables, plantings and controls that rules are not held against, but once."""
