"""Nouns that administrators describe, their records in one table, and fields whose values come from linked records."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

ANEW = """
drop trigger overlay_changed on kernel_customfield;
create trigger overlay_changed after insert or delete or update of noun, key, label, label_zh, help, help_zh, kind, required,
    choices, target, least, most, "default", formula, result, section, position, in_list, searched, hidden_from, masked_for,
    locked_for, retired_at, erased_at, trashed_at, source, measured, "only"
    on kernel_customfield for each statement execute function overlay_changed();
create trigger overlay_changed after insert or delete or update
    on kernel_customobject for each statement execute function overlay_changed();
create function custom_object_stays() returns trigger language plpgsql as $$
begin
    if (old.key, old.prefix) is distinct from (new.key, new.prefix) then
        raise exception 'id and prefix stay' using errcode = 'check_violation', constraint = 'custom_object_key';
    end if;
    return new;
end $$;
create trigger custom_object_stays before update on kernel_customobject
    for each row execute function custom_object_stays();
"""
AS_BEFORE = """
drop trigger custom_object_stays on kernel_customobject;
drop function custom_object_stays;
drop trigger overlay_changed on kernel_customobject;
drop trigger overlay_changed on kernel_customfield;
create trigger overlay_changed after insert or delete or update of noun, key, label, label_zh, help, help_zh, kind, required,
    choices, target, least, most, "default", formula, result, section, position, in_list, searched, hidden_from, masked_for,
    locked_for, retired_at, erased_at, trashed_at
    on kernel_customfield for each statement execute function overlay_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0050_columns_of_every_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="customfield",
            name="measured",
            field=models.CharField(
                choices=[
                    ("count", "How many"),
                    ("sum", "Sum"),
                    ("average", "Average"),
                    ("least", "Least"),
                    ("most", "Most"),
                    ("latest", "Value of the latest"),
                ],
                default="count",
                max_length=40,
                verbose_name="What is taken",
            ),
        ),
        migrations.AddField(
            model_name="customfield",
            name="only",
            field=models.TextField(
                blank=True,
                default="",
                help_text="A filter as lists have it, like sort = call.",
                verbose_name="Only those where",
            ),
        ),
        migrations.AddField(
            model_name="customfield",
            name="source",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of a linked record: the link and the field there, like customer.tier. Of records that link here: what they are, their link and the field, like activity.customer.happened_at.",
                max_length=200,
                verbose_name="Taken from",
            ),
        ),
        migrations.AlterField(
            model_name="customfield",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Text"),
                    ("long-text", "Long text"),
                    ("whole", "Whole number"),
                    ("number", "Number"),
                    ("money", "Money"),
                    ("day", "Date"),
                    ("moment", "Date and time"),
                    ("yes-no", "Yes or no"),
                    ("choice", "Choice"),
                    ("choices", "Several choices"),
                    ("link", "Link to a record"),
                    ("email", "E-mail"),
                    ("phone", "Phone"),
                    ("url", "Web address"),
                    ("formula", "Formula"),
                    ("lookup", "Value of a linked record"),
                    ("roll-up", "Count or sum of linked records"),
                ],
                default="text",
                max_length=40,
                verbose_name="Kind",
            ),
        ),
        migrations.CreateModel(
            name="CustomObject",
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
                ("label", models.CharField(help_text="Of one, as Machine.", max_length=60, verbose_name="Name")),
                ("label_zh", models.CharField(blank=True, default="", max_length=60, verbose_name="Chinese name")),
                ("plural", models.CharField(help_text="As Machines.", max_length=60, verbose_name="Name of several")),
                (
                    "plural_zh",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="Chinese name of several"),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What addresses and programs call it: Machine gives x-machine. It never changes.",
                        max_length=40,
                        verbose_name="Id",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        help_text="M gives codes like XM-00012. They never change.",
                        max_length=4,
                        verbose_name="Letters of codes",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("cube", "Cube"),
                            ("package", "Parcel"),
                            ("stack-2", "Stack"),
                            ("building", "Building"),
                            ("building-store", "Shop"),
                            ("building-factory-2", "Factory"),
                            ("users", "People"),
                            ("truck-delivery", "Lorry"),
                            ("contract", "Contract"),
                            ("file-text", "Document"),
                            ("calendar-event", "Calendar"),
                            ("clock", "Clock"),
                            ("flag", "Flag"),
                            ("target", "Target"),
                            ("map-pin", "Place"),
                            ("coin", "Coin"),
                            ("flask", "Flask"),
                            ("chart-bar", "Chart"),
                            ("key", "Key"),
                            ("bolt", "Lightning"),
                        ],
                        default="cube",
                        max_length=40,
                        verbose_name="Icon",
                    ),
                ),
                ("about", models.CharField(blank=True, default="", max_length=200, verbose_name="What it is")),
                (
                    "about_zh",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="What it is, in Chinese"),
                ),
                (
                    "title_label",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As Serial number; where nothing is said, Name.",
                        max_length=60,
                        verbose_name="What its title is called",
                    ),
                ),
                (
                    "title_label_zh",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="What its title is called in Chinese"
                    ),
                ),
                (
                    "open_to",
                    models.CharField(
                        choices=[
                            ("write", "Every role writes"),
                            ("read", "Every role reads"),
                            ("nobody", "Administrators only"),
                        ],
                        default="write",
                        help_text="What a role may do is changed in its rights, as for everything else.",
                        max_length=40,
                        verbose_name="Open to",
                    ),
                ),
                (
                    "position",
                    models.IntegerField(
                        blank=True,
                        default=100,
                        help_text="Smaller ones stand first.",
                        null=True,
                        verbose_name="Position",
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Retired on")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="custom_object_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key",),
                        name="custom_object_once",
                        violation_error_message="There is, or was, an object of this id.",
                    ),
                    models.UniqueConstraint(
                        fields=("prefix",),
                        name="custom_object_prefix_once",
                        violation_error_message="Other codes begin with these letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__startswith", "x-"), ("prefix__startswith", "X")),
                        name="custom_object_key",
                        violation_error_message="The id and the letters of codes never change.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="CustomRecord",
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
                ("noun", models.CharField(editable=False, max_length=40)),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everything",
                "indexes": [
                    models.Index(fields=["noun", "sort_key", "id"], name="custom_record_sorted"),
                    models.Index(fields=["noun", "updated_at", "id"], name="custom_record_changed"),
                    models.Index(fields=["noun", "created_at", "id"], name="custom_record_created"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="custom_record_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("tags", []), _negated=True), fields=["tags"], name="custom_record_tagged"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(ANEW, AS_BEFORE),
    ]
