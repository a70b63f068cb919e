"""The server, batch scoring, rollout and rollback, the prediction log."""
