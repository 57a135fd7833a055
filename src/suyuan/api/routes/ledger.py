"""The sealed ledger: its newest checkpoint, and the proof that an entry is in it."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import SIGNED_IN, route
from suyuan.kernel.errors import NotFound
from suyuan.ledger.prove import checkpoint, proof


@route("GET", "/ledger/checkpoint", SIGNED_IN)
async def newest_checkpoint(call: Call) -> Any:
    """The newest signed checkpoint."""

    def read() -> Any:
        with call.store.read() as conn:
            return checkpoint(conn)

    found = await call.away(read)
    if found is None:
        raise NotFound("api.no_checkpoint")
    return found


@route("GET", "/ledger/{entry:str}/proof", SIGNED_IN)
async def inclusion_proof(call: Call) -> Any:
    """Why the entry is certainly in the newest checkpoint (RFC 6962), without telling its content."""

    def read() -> Any:
        with call.store.read() as conn:
            return proof(conn, call.path["entry"])

    found = await call.away(read)
    if found is None:
        raise NotFound("api.not_sealed")
    return found
