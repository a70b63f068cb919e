"""A held-out set of a sixth hand that was opened, and serves development since."""
