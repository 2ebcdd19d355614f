"""The usual standards, and what products say already: stars become a selection, standards rows of the list."""

import re

from django.db import migrations

NAMES = ("มผช.", "อย.", "มอก.", "GAP", "GMP", "HACCP", "ฮาลาล", "GI", "เกษตรอินทรีย์", "OTOP Standard")


def forwards(apps, editor):
    Standard, Product = apps.get_model("producers", "Standard"), apps.get_model("producers", "Product")
    for position, name in enumerate(NAMES, 1):
        Standard.objects.get_or_create(name=name, defaults={"position": position * 10})
    known = {standard.name: standard.pk for standard in Standard.objects.all()}
    Selection, Held = apps.get_model("producers", "Selection"), apps.get_model("producers", "ProductStandard")
    starred = Product.objects.filter(stars__isnull=False).values_list("pk", "stars_year", "stars")
    Selection.objects.bulk_create((Selection(product_id=p, year=y, stars=s) for p, y, s in starred), batch_size=1000)
    held, other = [], []
    for product in Product.objects.exclude(standards="").only("pk", "standards"):
        words = [word.strip() for word in re.split(r"[,;/]", product.standards) if word.strip()]
        held += [Held(product_id=product.pk, standard_id=known[w]) for w in dict.fromkeys(words) if w in known]
        product.standards = ", ".join(word for word in words if word not in known)
        other.append(product)
    Held.objects.bulk_create(held, batch_size=1000)
    Product.objects.bulk_update(other, ["standards"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("producers", "0004_product_facts")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
