"""The file of the figures: schema, ledger, lock, faults, backup, retention."""
