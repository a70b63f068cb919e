"""A held-out set of another hand that was opened, and serves development since."""
