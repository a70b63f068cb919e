"""The only place that strings stages together: run, promote, predict, reproduce."""
