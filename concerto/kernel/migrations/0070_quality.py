"""Rules for values, kept as data; what was given beside what is kept; how good the data is, and what could be repaired."""

from datetime import UTC, datetime

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from concerto.kernel.journal.months import make_ahead

GIVEN = "alter table journal add column given jsonb"
RULES = """
create trigger overlay_changed after insert or delete or update
    on kernel_cleaningrule for each statement execute function overlay_changed();
create trigger overlay_changed after insert or delete or update
    on kernel_requiredpolicy for each statement execute function overlay_changed();
"""
NO_RULES = """
drop trigger overlay_changed on kernel_cleaningrule;
drop trigger overlay_changed on kernel_requiredpolicy;
"""


def granted(apps, schema_editor):
    make_ahead(schema_editor.connection, today=datetime.now(UTC).date())


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0067_segments"),
    ]

    operations = [
        migrations.CreateModel(
            name="CleaningRule",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("noun", models.CharField(default="customer", max_length=60, verbose_name="Of")),
                (
                    "field",
                    models.CharField(
                        help_text="Its id, as filters and programs call it: city.", max_length=60, verbose_name="Field"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("width", "Full width to half width"),
                            ("spaces", "No spaces between Chinese characters"),
                            ("simplified", "Traditional to simplified"),
                            ("traditional", "Simplified to traditional"),
                            ("upper", "Capital letters"),
                            ("lower", "Small letters"),
                            ("phone", "Phone: Chinese mobiles with 11 digits, others with +"),
                            ("phone-world", "Phone: all with +"),
                            ("email", "Mail address"),
                            ("day", "Date as 2026-11-22"),
                            ("number", "Amount as plain digits"),
                            ("company", "Name of a company"),
                            ("person", "Name of a person"),
                            ("address", "Chinese address"),
                            ("nothing", "Words that mean nothing"),
                            ("replace", "Replace words"),
                            ("pattern", "Replace what fits a pattern"),
                        ],
                        default="width",
                        max_length=40,
                        verbose_name="What is done",
                    ),
                ),
                (
                    "find",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="For words and patterns; words that mean nothing one a line.",
                        verbose_name="What is sought",
                    ),
                ),
                ("by", models.CharField(blank=True, default="", max_length=200, verbose_name="Put in its place")),
                (
                    "fills",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Of an address: which fields follow from it, like city = city, province = x_province.",
                        max_length=200,
                        verbose_name="Fills",
                    ),
                ),
                (
                    "position",
                    models.IntegerField(
                        blank=True,
                        default=100,
                        help_text="Rules of a field are applied in this order.",
                        null=True,
                        verbose_name="Position",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="On")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="cleaning_rule_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
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
                ("term", models.CharField(max_length=100, verbose_name="Term")),
                ("term_zh", models.CharField(blank=True, default="", max_length=100, verbose_name="Term in Chinese")),
                ("meaning", models.TextField(verbose_name="Meaning")),
                ("meaning_zh", models.TextField(blank=True, default="", verbose_name="Meaning in Chinese")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="glossary_term_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="QualityReport",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("name_zh", models.CharField(blank=True, default="", max_length=100, verbose_name="Name in Chinese")),
                ("noun", models.CharField(default="customer", max_length=60, verbose_name="Of")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="A field that says where records come from: its id, like source.",
                        max_length=60,
                        verbose_name="Told apart by",
                    ),
                ),
                (
                    "fresh_days",
                    models.IntegerField(
                        blank=True,
                        help_text="Records that nobody has changed for longer count as out of date.",
                        null=True,
                        verbose_name="Fresh for days",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=6, editable=False, max_digits=18, null=True, verbose_name="Score"
                    ),
                ),
                ("faults", models.IntegerField(blank=True, editable=False, null=True, verbose_name="Faults")),
                ("records", models.IntegerField(blank=True, editable=False, null=True, verbose_name="Records")),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Looked at on"),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Is told when something has got worse.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Steward",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="QualityRule",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("name_zh", models.CharField(blank=True, default="", max_length=100, verbose_name="Name in Chinese")),
                ("noun", models.CharField(default="customer", max_length=60, verbose_name="Of")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The id of the field that is wrong then, if it is one.",
                        max_length=60,
                        verbose_name="Field",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("complete", "Completeness"),
                            ("unique", "Uniqueness"),
                            ("valid", "Validity"),
                            ("consistent", "Consistency"),
                            ("timely", "Timeliness"),
                        ],
                        default="consistent",
                        max_length=40,
                        verbose_name="Measure",
                    ),
                ),
                (
                    "filter",
                    models.TextField(
                        help_text="A filter as lists have it, like stage = retain and owner is empty.",
                        verbose_name="Faulty are those where",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="On")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="quality_rule_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("field", models.CharField(max_length=60)),
                ("was", models.JSONField(null=True)),
                ("now", models.JSONField(null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("rule", "Cleaning rule"),
                            ("rare", "Seldom so"),
                            ("follows", "Follows from another value"),
                        ],
                        max_length=20,
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be decided"), ("done", "Accepted"), ("left", "Left as it is")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["noun", "field", "id"], name="repair_open"
                    ),
                    models.Index(
                        condition=models.Q(("state", "left")), fields=["noun", "record", "field"], name="repair_left"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("noun", "record", "field"),
                        name="repair_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequiredPolicy",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("noun", models.CharField(default="customer", max_length=60, verbose_name="Of")),
                (
                    "fields",
                    models.CharField(
                        help_text="Their ids, like city, owner.", max_length=500, verbose_name="Needed fields"
                    ),
                ),
                (
                    "steps",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Ids of the steps of its path, like convert, retain. Where none is named, always.",
                        max_length=300,
                        verbose_name="In the steps",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="On")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="required_policy_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=140)),
                (
                    "slice",
                    models.CharField(
                        blank=True,
                        choices=[("", "All"), ("department", "Department"), ("source", "Source")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("value", models.CharField(blank=True, default="", max_length=200)),
                ("total", models.BigIntegerField()),
                ("faulty", models.BigIntegerField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="kernel.qualityreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("name_zh", models.CharField(blank=True, default="", max_length=100, verbose_name="Name in Chinese")),
                ("noun", models.CharField(default="customer", max_length=60, verbose_name="Of")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Its id; empty for the records as a whole.",
                        max_length=60,
                        verbose_name="Field",
                    ),
                ),
                ("meaning", models.TextField(blank=True, default="", verbose_name="Meaning")),
                ("meaning_zh", models.TextField(blank=True, default="", verbose_name="Meaning in Chinese")),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("internal", "Internal"),
                            ("confidential", "Confidential"),
                            ("sensitive", "Sensitive"),
                        ],
                        default="internal",
                        max_length=40,
                        verbose_name="Classification",
                    ),
                ),
                ("sources", models.CharField(blank=True, default="", max_length=300, verbose_name="Comes from")),
                ("expected", models.BooleanField(default=False, verbose_name="Should be filled")),
                ("unique", models.BooleanField(default=False, verbose_name="Should be there once")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="catalogue_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Responsible",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="catalogue_looked_after",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Steward",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="catalogue_entry_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("trashed_at", None)),
                        fields=("noun", "field"),
                        name="catalogue_entry_once",
                        violation_error_message="The catalogue has an entry for this already.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="qualityreport",
            index=models.Index(fields=["sort_key", "id"], name="quality_report_sorted"),
        ),
        migrations.AddConstraint(
            model_name="qualityreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trashed_at", None)),
                fields=("noun",),
                name="quality_report_once",
                violation_error_message="The quality of these records is looked at already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("report", "at", "slice", "value", "key"), name="quality_score_once"
            ),
        ),
        migrations.RunSQL(GIVEN, "alter table journal drop column given"),
        migrations.RunPython(granted, migrations.RunPython.noop),
        migrations.RunSQL(RULES, NO_RULES),
    ]
