"""Looking things up: in a list, and who is asking."""

from __future__ import annotations

from typing import Any

from suyuan.expr.arithmetic import same
from suyuan.expr.function import function

GROUP = "lookup"


def looked_up(what: Any, keys: Any, values: Any, otherwise: Any = None) -> Any:
    """The item of ``values`` standing where ``what`` first stands in ``keys``, else ``otherwise``."""
    for at, key in enumerate(keys or []):
        if same(what, key):
            return values[at] if values and at < len(values) else None
    return otherwise


function(
    "XLOOKUP",
    "what: any, keys: [any], values: [any], otherwise?: any",
    "~values,otherwise",
    looked_up,
    group=GROUP,
    blanks=True,
    zh="在第一列表中查找，取第二列表中同一行的值。",
    en="Found in the first list, the value of the same row of the second.",
    examples=(('XLOOKUP("salt", inputs.name, inputs.fed)', "2"),),
)
function(
    "CURRENT_USER",
    "",
    "text",
    lambda env: env.user,
    group=GROUP,
    env=True,
    zh="当前用户的编号；可与人员字段比较。",
    en="The id of the person asking; comparable with a person field.",
    examples=(("CURRENT_USER()", "0192f0c1-0000-7000-8000-000000000001"),),
)
