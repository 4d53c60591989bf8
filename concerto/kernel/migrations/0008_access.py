"""Roles, modules and grants as data, and the number that tells every process that rights have changed.

The number comes from a sequence, so that no two states, also those of transactions that were rolled back, have the same.
"""

import uuid

import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

VERSION = """
create sequence kernel_policy_version;
create table kernel_policy (one boolean primary key default true check (one), version bigint not null);
insert into kernel_policy (version) values (nextval('kernel_policy_version'));
create function kernel_policy_changed() returns trigger language plpgsql as $$
begin
    update kernel_policy set version = nextval('kernel_policy_version');
    return null;
end $$;
create trigger policy_changed after insert or update or delete on kernel_role
    for each statement execute function kernel_policy_changed();
create trigger policy_changed after insert or update or delete on kernel_module
    for each statement execute function kernel_policy_changed();
"""
NO_VERSION = """
drop trigger policy_changed on kernel_role;
drop trigger policy_changed on kernel_module;
drop function kernel_policy_changed;
drop table kernel_policy;
drop sequence kernel_policy_version;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_signin"),
    ]

    operations = [
        migrations.CreateModel(
            name="Module",
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
                    "name_zh",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="Chinese name"),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=40, unique=True, verbose_name="Key"
                    ),
                ),
                ("off_since", models.DateTimeField(blank=True, null=True, verbose_name="Switched off since")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="module_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Role",
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
                ("name_zh", models.CharField(blank=True, default="", max_length=200, verbose_name="Chinese name")),
                ("about", models.TextField(blank=True, default="", verbose_name="What it is for")),
                (
                    "key",
                    models.CharField(
                        blank=True, default=uuid.uuid4, editable=False, max_length=40, unique=True, verbose_name="Key"
                    ),
                ),
                (
                    "base",
                    models.CharField(blank=True, default="", editable=False, max_length=40, verbose_name="Begins as"),
                ),
                ("rules", models.JSONField(blank=True, default=dict, verbose_name="Differs in")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="role_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="role_name_once",
                        violation_error_message="There is a role of this name already.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
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
                ("subject", models.CharField(help_text="Its code, as C-00012.", max_length=30, verbose_name="Record")),
                (
                    "level",
                    models.CharField(
                        choices=[("read", "Look at it"), ("edit", "Change it")],
                        default="read",
                        max_length=40,
                        verbose_name="May",
                    ),
                ),
                ("role", models.CharField(blank=True, default="", max_length=40, verbose_name="Role")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="Until")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="Why")),
                (
                    "prefix",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("subject"),
                            models.Value("-"),
                            models.Value(1),
                            function="split_part",
                            output_field=models.TextField(),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.F("subject"),
                                models.Value("-"),
                                models.Value(2),
                                function="split_part",
                                output_field=models.TextField(),
                            ),
                            models.BigIntegerField(),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Shared by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="kernel.team",
                        verbose_name="Team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="grant_sorted"),
                    models.Index(fields=["person", "prefix"], name="grant_to_person"),
                    models.Index(fields=["team", "prefix"], name="grant_to_team"),
                    models.Index(
                        condition=models.Q(("role", ""), _negated=True), fields=["role", "prefix"], name="grant_to_role"
                    ),
                    models.Index(fields=["prefix", "number"], name="grant_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            ("team__isnull", False),
                            models.Q(("role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_to_somebody",
                        violation_error_message="Say with whom: a person, a team or a role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject__regex", "^[A-Z]+-[0-9]{5,18}$")),
                        name="grant_of_a_record",
                        violation_error_message="A record is named by its code, for example C-00012.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(VERSION, NO_VERSION),
    ]
