"""Pages for people: the report, the profile and the model card, each one self-contained file."""
