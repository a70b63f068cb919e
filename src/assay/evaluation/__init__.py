"""What a model is worth: metrics with intervals, slices, fairness, errors, explanations."""
