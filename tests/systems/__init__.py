"""Systems that Assay reads from and writes to, as real servers."""
