"""Identification codes: GS1 keys in every spelling, national schemes, lot-code hygiene."""
