"""Presence, notices, follows. Presence is not logged; a notice's xid lets open pages find what is new."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

XID = """
alter table kernel_notice add column xid xid8 not null default pg_current_xact_id();
create index kernel_notice_xid on kernel_notice (xid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("stream", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("person", models.BigIntegerField()),
                ("entity", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("field", models.CharField(default="", max_length=60)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["entity", "record"], name="presence_of_record")],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("muted", models.BooleanField(default=False)),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["entity", "record"], name="follow_of_record")],
                "constraints": [models.UniqueConstraint(fields=("person", "entity", "record"), name="follow_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("entity", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("journal", models.BigIntegerField()),
                ("actor", models.BigIntegerField(null=True)),
                ("count", models.IntegerField(default=1)),
                ("gathers", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-at", "-id"], name="notice_newest"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gathers", False)), fields=("person", "kind", "journal"), name="notice_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gathers", True), ("read_at", None)),
                        fields=("person", "kind", "entity", "record"),
                        name="notice_gathered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("wanted", models.BooleanField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "kernel_notice_setting",
                "constraints": [models.UniqueConstraint(fields=("person", "kind"), name="notice_setting_once")],
            },
        ),
        migrations.RunSQL("alter table kernel_presence set unlogged", migrations.RunSQL.noop),
        migrations.RunSQL(XID, "alter table kernel_notice drop column xid"),
    ]
