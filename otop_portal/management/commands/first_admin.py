"""`manage.py first_admin USERNAME --name NAME`: the account that makes all others, on a new installation."""

from __future__ import annotations

import argparse

from django.core.management.base import BaseCommand, CommandError

from accounts import services
from accounts.models import Role, User


class Command(BaseCommand):
    help = "Make an administrator and print a one-time password; refuses while there is an active administrator."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the name that pages and the audit trail show")

    def handle(self, *, username: str, name: str, **_options: object) -> None:
        if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
            raise CommandError("there is an administrator already: sign in as that one to make others")
        user, password = services.create_user(actor=None, username=username, display_name=name, role=Role.ADMIN)
        self.stdout.write(f"{user.username}  {password}  (to be changed at the first login)")
