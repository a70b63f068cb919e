"""The held-out set: tables that no other set reads, and faults by a hand that saw no rule."""
