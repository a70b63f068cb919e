"""A held-out set of a fourth hand that was opened, and serves development since."""
