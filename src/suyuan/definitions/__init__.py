"""One machine for every drawn thing: drafts, publishing, versions, differences, YAML out and in."""

from suyuan.definitions.kinds import apps, roles

__all__ = ["apps", "roles"]
