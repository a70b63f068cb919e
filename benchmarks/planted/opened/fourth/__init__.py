"""A held-out set of a fifth hand that was opened, and serves development since."""
