"""The prediction log: written by workers as they answer, filed by a process of its own."""
