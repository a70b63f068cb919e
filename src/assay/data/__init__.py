"""Where rows come from and what they are: sources, profile, contract, snapshots, splits."""
