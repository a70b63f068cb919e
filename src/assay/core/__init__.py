"""What every room shares: project file, evidence, findings, errors, ledger, workspace."""
