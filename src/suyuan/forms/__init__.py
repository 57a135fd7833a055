"""Forms: field types, documents, typed tables, and what happens to values before they are written."""

from suyuan.forms import kind

__all__ = ["kind"]
