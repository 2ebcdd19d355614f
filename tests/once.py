"""What the tests of a module share in the database: made once, and each test is rolled back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import transaction

Once = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Once]:
    """`with once(): …` in a fixture of the module: what is written there stands under each of its tests.

    It is undone after the last. Tests get copies of the objects (copy.deepcopy): one may change them. Not for modules
    with transactional tests, which empty the tables.
    """
    blocks: list[transaction.Atomic] = []

    @contextmanager
    def making() -> Iterator[None]:
        with django_db_blocker.unblock():
            block = transaction.atomic()
            block._from_testcase = True  # a durable block may stand in it, as in the one of each test
            block.__enter__()
            blocks.append(block)
            yield

    yield making
    with django_db_blocker.unblock():
        for block in reversed(blocks):
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
