"""Large exports are written by a worker; and what goes on in the background remembers by which key it was begun."""

from django.db import migrations, models

STATUSES = [
    ("waiting", "Waiting"),
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("stopped", "Stopped"),
    ("expired", "File removed"),
]


def _key(noun):
    return migrations.AddField(noun, "key", models.BigIntegerField(null=True, editable=False))


class Migration(migrations.Migration):
    dependencies = [("kernel", "0062_seals")]
    operations = [
        _key("batch"),
        _key("import"),
        _key("export"),
        migrations.AddField(
            "export", "name", models.CharField("What", max_length=200, default=""), preserve_default=False
        ),
        migrations.AddField(
            "export", "name_zh", models.CharField("What, in Chinese", max_length=200, blank=True, default="")
        ),
        migrations.RunSQL("update kernel_export set name = noun", migrations.RunSQL.noop),
        migrations.AddField(
            "export", "status", models.CharField("Status", max_length=40, choices=STATUSES, default="done")
        ),
        migrations.AddField("export", "finished_at", models.DateTimeField("Finished", null=True, blank=True)),
        migrations.AddField("export", "kept_until", models.DateTimeField("Kept until", null=True, blank=True)),
        migrations.AddField(
            "export", "problem", models.CharField("Stopped because", max_length=1000, blank=True, default="")
        ),
        migrations.AddField("export", "asked", models.JSONField(default=dict, editable=False)),
        migrations.AddField("export", "language", models.CharField(max_length=10, default="", editable=False)),
        migrations.AddField("export", "path", models.TextField(default="", editable=False)),
        migrations.AddField("export", "expected", models.IntegerField(null=True, editable=False)),
        migrations.AddField("export", "attempt", models.IntegerField(default=0, editable=False)),
    ]
