"""The channels that the letter of 11 May 2564 and today's sellers name."""

from django.db import migrations

PLATFORMS = (
    ("Facebook", "page", "facebook.com fb.com fb.me"),
    ("LINE", "line", ""),
    ("Instagram", "link", "instagram.com"),
    ("เว็บไซต์", "link", ""),
    ("Shopee", "link", "shopee.co.th shp.ee"),
    ("Lazada", "link", "lazada.co.th"),
    ("TikTok", "link", "tiktok.com"),
    ("OTOP Today", "link", "otoptoday.com"),
)


def forwards(apps, editor):
    Platform = apps.get_model("online", "Platform")
    for position, (name, kind, hosts) in enumerate(PLATFORMS, 1):
        values = {"kind": kind, "hosts": hosts, "position": position * 10}
        Platform.objects.get_or_create(name=name, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("online", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
