"""Registry of OTOP producers and their products. A producer is deregistered, never deleted."""

from producers.models.imports import RegistryImport
from producers.models.kinds import Category, ProducerType
from producers.models.producers import Producer, ProducerQuerySet
from producers.models.products import Product, ProductQuerySet

__all__ = ["Category", "Producer", "ProducerQuerySet", "ProducerType", "Product", "ProductQuerySet", "RegistryImport"]
