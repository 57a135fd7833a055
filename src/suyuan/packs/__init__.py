"""Packs: a trade as a folder of YAML documents; this room only loads, installs, compares and exports them."""

from suyuan import forms as _forms  # noqa: F401  (registers the kinds of definition that packs hold)
from suyuan import records as _records  # noqa: F401  (the same)
