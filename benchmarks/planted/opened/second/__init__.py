"""A held-out set of a third hand that was opened, and serves development since."""
