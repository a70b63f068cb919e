"""Evidence: what each stage leaves behind, as frozen values of counts, statistics and hashes.

One file a stage. `codec` turns any of them to JSON and back, and names it by its hash.
"""
