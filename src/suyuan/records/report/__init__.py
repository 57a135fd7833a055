"""The trace report of a lot: where from, where to, how much, what was checked, and the ledger's proof of it all."""
