"""Uploads are of every kind of report now: the model is entry's, its table is renamed (entry 0001 takes the state)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_unusual_and_uploads")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Upload", "entry_upload")],
            state_operations=[migrations.DeleteModel("Upload")],
        ),
        migrations.AlterField(
            model_name="salesrow",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(app_label)s_rows",
                to="workflow.submission",
            ),
        ),
        migrations.AlterField(
            model_name="salestotal",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(app_label)s_totals",
                to="workflow.submission",
            ),
        ),
    ]
