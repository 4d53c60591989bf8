import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATUS = """
    update kernel_import set status = case
        when finished_at is not null and problem <> '' then 'stopped'
        when finished_at is not null then 'done'
        when started_at is not null then 'running'
        else 'draft' end
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0063_favourites"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="foreseen",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="import",
            name="verified",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="import",
            name="signed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Signed off"),
        ),
        migrations.AddField(
            model_name="import",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_imports",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Signed off by",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Being prepared"),
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("paused", "Paused"),
                    ("done", "Done"),
                    ("cancelled", "Cancelled"),
                    ("stopped", "Stopped"),
                ],
                default="draft",
                max_length=40,
                verbose_name="Status",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="kernel.batch",
                verbose_name="Taken back by",
            ),
        ),
        migrations.RunSQL(STATUS, migrations.RunSQL.noop),
    ]
