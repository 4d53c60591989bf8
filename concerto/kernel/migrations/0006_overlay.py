"""Fields and layouts that administrators keep as data: a place for values on every noun, and a number that every change raises.

The number comes from a sequence, which no rollback winds back, so that it never means two states of things.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.manager
from django.db import migrations, models

VERSION = """
create table kernel_overlay (version bigint not null);
insert into kernel_overlay values (0);
create sequence kernel_overlay_versions;
create function overlay_changed() returns trigger language plpgsql as $$
begin
    update kernel_overlay set version = nextval('kernel_overlay_versions');
    return null;
end $$;
create trigger overlay_changed after insert or delete or update of noun, key, label, label_zh, help, help_zh, kind, required,
    choices, target, least, most, "default", formula, result, section, position, in_list, searched, hidden_from, masked_for,
    locked_for, retired_at, erased_at, trashed_at
    on kernel_customfield for each statement execute function overlay_changed();
create trigger overlay_changed after insert or delete or update of noun, arrangement, trashed_at
    on kernel_layout for each statement execute function overlay_changed();
"""
STAYS = """
create function custom_field_stays() returns trigger language plpgsql as $$
begin
    if (old.noun, old.key) is distinct from (new.noun, new.key) then
        raise exception 'id and noun stay' using errcode = 'check_violation', constraint = 'custom_field_key';
    end if;
    if old.target <> '' and new.target <> old.target or new.kind <> old.kind and not (
        (old.kind, new.kind) in (('whole', 'number'), ('whole', 'money'), ('money', 'number'), ('text', 'long-text'))
        or old.kind in ('email', 'phone', 'url', 'choice') and new.kind in ('text', 'long-text')
        or old.kind = 'formula' and new.kind = old.result
    ) then
        raise exception 'values would be lost' using errcode = 'check_violation', constraint = 'custom_field_kind';
    end if;
    return new;
end $$;
create trigger custom_field_stays before update on kernel_customfield
    for each row execute function custom_field_stays();
"""
UNDO = """
drop trigger overlay_changed on kernel_customfield;
drop trigger overlay_changed on kernel_layout;
drop trigger custom_field_stays on kernel_customfield;
drop function overlay_changed, custom_field_stays;
drop table kernel_overlay;
drop sequence kernel_overlay_versions;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_live"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="export",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="import",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="person",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="team",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="token",
            name="custom",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="CustomField",
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
                (
                    "custom",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
                ),
                (
                    "noun",
                    models.CharField(help_text="The things that get this field.", max_length=60, verbose_name="Of"),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What filters, formulas and programs call it: Birthday gives x_birthday. It never changes.",
                        max_length=40,
                        verbose_name="Id",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="Label")),
                ("label_zh", models.CharField(blank=True, default="", max_length=100, verbose_name="Chinese label")),
                ("help", models.CharField(blank=True, default="", max_length=300, verbose_name="Help")),
                ("help_zh", models.CharField(blank=True, default="", max_length=300, verbose_name="Chinese help")),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        default="text",
                        max_length=40,
                        verbose_name="Kind",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="Needed")),
                (
                    "choices",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="One a line, like gold = Gold | 金牌. The id before the = is what is kept.",
                        verbose_name="Choices",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Of a link: what it leads to.",
                        max_length=60,
                        verbose_name="Leads to",
                    ),
                ),
                (
                    "least",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="Least"),
                ),
                (
                    "most",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="Most"),
                ),
                (
                    "default",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="What a new record begins with.",
                        max_length=500,
                        verbose_name="Default",
                    ),
                ),
                (
                    "formula",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text='For example years_since(x_birthday), or IF(revenue > 1000000, "big", "small").',
                        verbose_name="Formula",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("money", "Money"),
                            ("text", "Text"),
                            ("day", "Date"),
                            ("yes-no", "Yes or no"),
                        ],
                        default="number",
                        max_length=40,
                        verbose_name="The formula gives",
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The part of the page it stands in; a new one where none is called so.",
                        max_length=100,
                        verbose_name="Section",
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
                (
                    "in_list",
                    models.BooleanField(
                        default=False, help_text="Whether lists show it as a column.", verbose_name="In the list"
                    ),
                ),
                (
                    "searched",
                    models.BooleanField(
                        default=False, help_text="Whether its words find the record.", verbose_name="Found by search"
                    ),
                ),
                (
                    "indexed",
                    models.BooleanField(
                        default=False,
                        help_text="Makes an index, for lists of many thousands.",
                        verbose_name="Fast to sort and filter by",
                    ),
                ),
                (
                    "hidden_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="For these roles the field does not exist.",
                        size=None,
                        verbose_name="Hidden from",
                    ),
                ),
                (
                    "masked_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="These roles see that it is filled, not with what.",
                        size=None,
                        verbose_name="Dotted out for",
                    ),
                ),
                (
                    "locked_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Read only for",
                    ),
                ),
                (
                    "index_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("building", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed; it is tried again"),
                        ],
                        default="",
                        editable=False,
                        max_length=40,
                        verbose_name="Index",
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Retired on")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Deleted for good on"),
                ),
                ("computed_on", models.DateField(editable=False, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="custom_field_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("noun", "key"),
                        name="custom_field_once",
                        violation_error_message="There is, or was, a field of this id.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__startswith", "x_")),
                        name="custom_field_key",
                        violation_error_message="The id and what the field belongs to never change.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True),
                        name="custom_field_kind",
                        violation_error_message="This kind cannot become another without losing values.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Layout",
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
                (
                    "custom",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
                ),
                ("noun", models.CharField(max_length=60, verbose_name="Of")),
                ("name", models.CharField(blank=True, default="", max_length=200, verbose_name="Name")),
                ("arrangement", models.TextField(verbose_name="Arrangement")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="layout_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("noun",),
                        name="layout_once",
                        violation_error_message="This page is arranged already: edit its arrangement.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(VERSION + STAYS, UNDO),
    ]
