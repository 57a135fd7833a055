"""One machine for every drawn thing: drafts, publishing, versions, differences, YAML out and in."""
