"""Packs: a trade as a folder of YAML documents; this room only loads, installs, compares and exports them."""
