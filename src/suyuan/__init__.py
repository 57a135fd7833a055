"""Suyuan (溯源): no-code manufacturing operations with quantity-true traceability."""

__version__ = "0.1.0"
