from django.db import migrations

from core.append_only import make_append_only


class Migration(migrations.Migration):
    """Past months ask the earlier places who reported where: what they say never changes."""

    dependencies = [("producers", "0009_progress_rule")]
    operations = [make_append_only("producers_earlierplace")]
