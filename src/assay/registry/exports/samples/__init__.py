"""Programs that go with an export; none needs Assay, and they are what the export is tried by."""
