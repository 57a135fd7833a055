"""Marks on the types of options: what a text means, so that the designer offers the right box for it."""

from __future__ import annotations

from typing import Annotated

from suyuan.kernel.i18n import Label

FormKey = Annotated[str, "form"]
"""The key of a form."""
FieldPath = Annotated[str, "path"]
"""A path of fields, through links: ``lot.material``."""
FieldPaths = Annotated[list[str], "paths"]
"""Several fields."""
FillMap = Annotated[dict[str, str], "map"]
"""Our field -> where its value comes from."""
NumberRule = Annotated[str, "rule"]
"""A numbering rule (see ``numbering``)."""
Uom = Annotated[str, "uom"]
"""The key of a unit of measure."""
Uoms = Annotated[list[str], "uoms"]
"""Several units of measure."""
FormatKey = Annotated[str, "format"]
"""The key of a known format of text."""
Order = Annotated[str, "order"]
"""Field keys with commas between them, ``-`` before one for descending."""
RichLabel = Annotated[Label, "rich"]
"""Rich text in both languages."""
FOUND = "found"
"""The mark of what the server finds out itself when publishing; nobody enters it."""
