"""Programs that go with an export; each needs nothing of Assay, and is part of the export's check."""
