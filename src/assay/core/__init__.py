"""What every room shares: the project file, evidence, findings, errors, the ledger, the workspace."""
