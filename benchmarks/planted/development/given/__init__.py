"""Models as somebody would hand them over: functions that return an estimator of scikit-learn."""
