"""Randomness that is the same on every machine and in every run."""

from __future__ import annotations

import random

SEED = "otop-demo"


def seeded(*names: object) -> random.Random:
    """A generator that depends on the names alone (string seeds are hashed by SHA-512, not by `hash`)."""
    return random.Random(":".join(map(str, (SEED, *names))))  # noqa: S311
