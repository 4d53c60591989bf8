import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0064_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hunt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(max_length=60)),
                ("person", models.BigIntegerField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("reading", "Reading the records"),
                            ("blocks", "Putting together what might be alike"),
                            ("training", "Learning what agreements say"),
                            ("weighing", "Weighing every pair"),
                            ("writing", "Writing down what was found"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Stopped before its end"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("share", models.FloatField(default=0.0)),
                ("records", models.BigIntegerField(default=0)),
                ("pairs", models.BigIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("moved_at", models.DateTimeField(auto_now=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("learnt", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["noun", "-id"], name="hunt_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ["done", "cancelled", "failed"]), _negated=True),
                        fields=("noun",),
                        name="hunt_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(max_length=60)),
                ("loser", models.BigIntegerField()),
                ("winner", models.BigIntegerField()),
                ("line", models.BigIntegerField()),
                ("person", models.BigIntegerField(null=True)),
                ("batch", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("moved", models.JSONField(default=list)),
                ("dropped", models.JSONField(default=list)),
                ("carried", models.JSONField(default=dict)),
                ("values", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("undone_at", None)), fields=["noun", "winner"], name="merge_into"),
                    models.Index(fields=["line"], name="merge_by_line"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("noun", "loser"), name="merge_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("loser", models.F("winner")), _negated=True), name="merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(max_length=60)),
                ("one", models.BigIntegerField()),
                ("other", models.BigIntegerField()),
                ("weight", models.FloatField()),
                ("parts", models.JSONField(default=dict)),
                ("cluster", models.BigIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("open", "To be decided"), ("different", "Not the same")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("person", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("verdict", "open")), fields=["noun", "-weight", "id"], name="pair_open"
                    ),
                    models.Index(fields=["noun", "other"], name="pair_of_other"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("noun", "one", "other"), name="pair_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="pair_in_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
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
                ("noun", models.CharField(max_length=60, verbose_name="Of")),
                (
                    "field",
                    models.CharField(
                        help_text="Its id, as filters and programs call it.", max_length=60, verbose_name="Field"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("keep", "That of the record that stays"),
                            ("newest", "The one entered last"),
                            ("oldest", "The one entered first"),
                            ("longest", "The longest, or the largest"),
                            ("trusted", "The one from the most trusted source"),
                            ("locked", "Always that of the record that stays, even if empty"),
                        ],
                        default="newest",
                        max_length=40,
                        verbose_name="The value that survives",
                    ),
                ),
                (
                    "sources",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="page, api, import, bulk, job: by which door a value came. Only for the most trusted source.",
                        max_length=200,
                        verbose_name="Sources, the most trusted first",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="rule_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("trashed_at", None)),
                        fields=("noun", "field"),
                        name="rule_once",
                        violation_error_message="There is a rule for this field already: change it.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Threshold",
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
                ("noun", models.CharField(max_length=60, verbose_name="Of")),
                (
                    "review",
                    models.IntegerField(
                        blank=True,
                        default=20,
                        help_text="How probable it must be that two are the same.",
                        null=True,
                        verbose_name="Shown from (%)",
                    ),
                ),
                (
                    "accept",
                    models.IntegerField(
                        blank=True,
                        default=99,
                        help_text="What may be merged without a look at each.",
                        null=True,
                        verbose_name="Merged together from (%)",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="Why")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="threshold_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("trashed_at", None)),
                        fields=("noun",),
                        name="threshold_once",
                        violation_error_message="There are thresholds for this already: change them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review__lte", models.F("accept"))),
                        name="threshold_in_order",
                        violation_error_message="What is merged together must be at least as probable as what is shown.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
    ]
