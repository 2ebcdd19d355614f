"""Registry of OTOP producers and their products. A producer is deregistered, never deleted."""

from producers.models.facts import FactQuerySet, ProductStandard, QuadrantRating, Selection, Standard
from producers.models.imports import ImportJob, RegistryImport
from producers.models.kinds import Category, ProducerType, Quadrant
from producers.models.places import EarlierPlace
from producers.models.producers import Producer, ProducerQuerySet
from producers.models.products import Product, ProductQuerySet
from producers.models.progress import OfficerCount, ProgressRule
from producers.models.requests import DistinctPair, ProducerRequest

__all__ = [
    "Category",
    "DistinctPair",
    "EarlierPlace",
    "FactQuerySet",
    "ImportJob",
    "OfficerCount",
    "Producer",
    "ProducerQuerySet",
    "ProducerRequest",
    "ProducerType",
    "Product",
    "ProductQuerySet",
    "ProductStandard",
    "ProgressRule",
    "Quadrant",
    "QuadrantRating",
    "RegistryImport",
    "Selection",
    "Standard",
]
