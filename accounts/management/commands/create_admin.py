"""`manage.py create_admin USERNAME NAME`: the first administrator, who makes all other accounts on the page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Role
from accounts.services import create_user


class Command(BaseCommand):
    help = "Create an administrator's account and print its one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="the person's name, as the audit trail will show it")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = {"username": options["username"], "display_name": options["name"], "role": Role.ADMIN}
        try:
            user, password = create_user(actor=None, **fields)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=2) from error
        self.stdout.write(f"{user.username}: one-time password {password} (to be changed at the first sign-in)")
