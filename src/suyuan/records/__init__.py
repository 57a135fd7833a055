"""The one door for data: submit, amend, void, read; rights, guards and evidence cannot be skipped."""

from __future__ import annotations

from suyuan.records import kde_kind, passport_kind, register_kind, worklist_kind
from suyuan.records.amend import amend, amend_soon
from suyuan.records.capture import capture, capture_soon
from suyuan.records.prints import kind as print_kind
from suyuan.records.read import one, read, readable_file, visible
from suyuan.records.record import Checked, Page, Query, Record
from suyuan.records.submit import check, submit, submit_soon
from suyuan.records.timeline import timeline
from suyuan.records.void import void, void_soon

__all__ = [
    "Checked",
    "Page",
    "Query",
    "Record",
    "amend",
    "amend_soon",
    "capture",
    "capture_soon",
    "check",
    "kde_kind",
    "one",
    "passport_kind",
    "print_kind",
    "read",
    "readable_file",
    "register_kind",
    "submit",
    "submit_soon",
    "timeline",
    "visible",
    "void",
    "void_soon",
    "worklist_kind",
]
