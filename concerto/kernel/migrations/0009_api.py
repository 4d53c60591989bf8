"""Webhooks, and what the API keeps beside records: answers to requests that may be repeated, and counts of requests.

Counts may be lost in a crash, so their table is not logged: counting costs no write to disk.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

TABLES = """
create table api_answer (
    scope text not null,
    key text not null,
    digest bytea not null,
    status smallint not null,
    headers text not null,
    body bytea not null,
    at timestamptz not null default now(),
    primary key (scope, key)
);
create index api_answer_old on api_answer (at);
create unlogged table api_rate (
    who text not null,
    minute bigint not null,
    drawn integer not null,
    primary key (who, minute)
);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_access")]
    operations = [
        migrations.RunSQL(TABLES, "drop table api_answer; drop table api_rate"),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="Created on")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="Changed on")),
                (
                    "trashed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="In the trash since"),
                ),
                ("sort_key", models.CharField(default="", editable=False, max_length=200)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "url",
                    models.CharField(
                        help_text="https://… of the system that listens.", max_length=500, verbose_name="Address"
                    ),
                ),
                (
                    "nouns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Records",
                    ),
                ),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Everything, where nothing is chosen.",
                        size=None,
                        verbose_name="What happens to them",
                    ),
                ),
                (
                    "filter",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text='Only records for which this holds, for one noun: city = "Suzhou" and tier = A.',
                        verbose_name="Filter",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="On")),
                ("off_because", models.CharField(blank=True, default="", max_length=500, verbose_name="Off because")),
                ("failures", models.IntegerField(blank=True, default=0, null=True, verbose_name="Failed in a row")),
                ("paused_until", models.DateTimeField(blank=True, null=True, verbose_name="Paused until")),
                (
                    "generation",
                    models.IntegerField(blank=True, default=1, null=True, verbose_name="Number of the secret"),
                ),
                ("rotated_at", models.DateTimeField(blank=True, null=True, verbose_name="Secret changed on")),
                (
                    "person",
                    models.ForeignKey(
                        help_text="What this person may not see is not told: neither records nor fields.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Acts as",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="Created on")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="Changed on")),
                (
                    "trashed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="In the trash since"),
                ),
                ("sort_key", models.CharField(default="", editable=False, max_length=200)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("what", models.CharField(blank=True, default="", max_length=140, verbose_name="Event")),
                ("event", models.BigIntegerField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("failed", "Given up"),
                            ("withheld", "Withheld"),
                        ],
                        default="waiting",
                        max_length=40,
                        verbose_name="State",
                    ),
                ),
                ("tries", models.IntegerField(blank=True, default=0, null=True, verbose_name="Tries")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="Next try")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="Last try")),
                ("status", models.IntegerField(blank=True, null=True, verbose_name="Answer")),
                ("took", models.IntegerField(blank=True, null=True, verbose_name="Milliseconds")),
                ("problem", models.CharField(blank=True, default="", max_length=500, verbose_name="Problem")),
                ("request", models.TextField(blank=True, default="", verbose_name="Sent")),
                ("answer", models.TextField(blank=True, default="", verbose_name="Answered")),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="kernel.webhook",
                        verbose_name="Webhook",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(fields=["sort_key", "id"], name="webhook_sorted"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["sort_key", "id"], name="delivery_sorted"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["webhook", "next_try_at", "id"], name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["created_at"], name="delivery_age"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("webhook", "event"), name="delivery_once"),
        ),
    ]
