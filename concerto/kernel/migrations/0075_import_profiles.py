"""Import profiles; how the cells of a column are read, and what records are recognised by, beside each import."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0070_quality"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="match",
            field=models.CharField(db_default="", default="", editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="import",
            name="profile",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="ways",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="Created on")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="Changed on")),
                (
                    "trashed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="In the trash since"),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name="Tags"
                    ),
                ),
                ("sort_key", models.CharField(default="", editable=False, max_length=200)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                (
                    "custom",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("noun", models.CharField(max_length=60, verbose_name="Brought in as")),
                (
                    "shared_with",
                    models.CharField(
                        choices=[("private", "Private"), ("team", "Team"), ("everyone", "Everyone")],
                        default="private",
                        max_length=40,
                        verbose_name="Shared with",
                    ),
                ),
                (
                    "columns",
                    models.TextField(
                        help_text="A line for each column: Heading → field (way). Nothing after the arrow leaves the column out.",
                        verbose_name="What columns become",
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("update", "Update what differs"),
                            ("skip", "Leave it as it is"),
                            ("create", "Create another one"),
                        ],
                        default="update",
                        max_length=40,
                        verbose_name="Known records",
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="A field; without one, as the noun is recognised anyway.",
                        max_length=60,
                        verbose_name="Recognised by",
                    ),
                ),
                ("encoding", models.CharField(blank=True, default="", max_length=40, verbose_name="Encoding")),
                (
                    "delimiter",
                    models.CharField(
                        blank=True,
                        choices=[("comma", "comma"), ("semicolon", "semicolon"), ("tab", "tab"), ("bar", "bar")],
                        default="",
                        max_length=40,
                        verbose_name="Between the cells",
                    ),
                ),
                ("sheet", models.CharField(blank=True, default="", max_length=100, verbose_name="Sheet")),
                ("headless", models.BooleanField(default=False, verbose_name="The first line holds values already")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_profiles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="import_profile_sorted"),
                    models.Index(fields=["noun", "owner"], name="import_profile_of_noun"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
    ]
