"""The seeded plant simulator and the executable examples of packs."""
