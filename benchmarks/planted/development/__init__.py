"""The set that the rules' thresholds were chosen on."""
