"""Reading the audit trail on a page."""

from __future__ import annotations

from django import template

from core import labels
from core.models import AuditEntry

register = template.Library()


@register.filter
def act_label(entry: AuditEntry) -> str:
    return labels.action_label(entry.action)


@register.filter
def act_details(entry: AuditEntry) -> list[str]:
    return list(labels.detail_lines(entry))
