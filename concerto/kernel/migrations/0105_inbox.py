"""The inbox: what is done or put off; ways beside it, with quiet hours; letters, robots and their cards."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0104_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(default="", max_length=60)),
                ("entity", models.CharField(default="", max_length=60)),
                ("record", models.BigIntegerField(null=True)),
                ("journal", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
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
                        max_length=10,
                    ),
                ),
                ("tries", models.IntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("status", models.IntegerField(null=True)),
                ("problem", models.CharField(default="", max_length=500)),
            ],
            options={
                "db_table": "kernel_robot_card",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="kernel.notice",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("needless", "Needless"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins", models.TimeField(null=True)),
                ("ends", models.TimeField(null=True)),
                ("days_off", models.BooleanField(default=False)),
                (
                    "digest_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "db_table": "kernel_notice_quiet",
            },
        ),
        migrations.CreateModel(
            name="Robot",
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
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("wecom", "WeCom"),
                            ("dingtalk", "DingTalk"),
                            ("feishu", "Feishu"),
                            ("slack", "Slack"),
                        ],
                        default="wecom",
                        max_length=40,
                        verbose_name="Chat service",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="What is posted",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "中文")],
                        default="zh-hans",
                        max_length=40,
                        verbose_name="Language",
                    ),
                ),
                ("work_hours", models.BooleanField(default=False, verbose_name="Only in working hours")),
                ("goes_to", models.CharField(blank=True, default="", max_length=200, verbose_name="Goes to")),
                ("active", models.BooleanField(default=False, verbose_name="Turned on")),
                ("off_because", models.CharField(blank=True, default="", max_length=500, verbose_name="Off because")),
                ("failures", models.IntegerField(blank=True, default=0, null=True, verbose_name="Failed in a row")),
                ("paused_until", models.DateTimeField(blank=True, null=True, verbose_name="Paused until")),
                ("address", models.TextField(default="", editable=False)),
                ("secret", models.TextField(default="", editable=False)),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_newest",
        ),
        migrations.AddField(
            model_name="notice",
            name="done_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="stands_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL("update kernel_notice set stands_at = at", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="notice",
            name="stands_at",
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name="setting",
            name="mail",
            field=models.CharField(
                choices=[("off", "No mail"), ("at-once", "At once"), ("digest", "Digest")], default="", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="setting",
            name="robot",
            field=models.BooleanField(default=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at", None)), fields=["person", "-stands_at", "-id"], name="notice_standing"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)), fields=["person", "-done_at", "-id"], name="notice_done"
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="notice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.notice"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="letter_waiting"),
        ),
        migrations.AddField(
            model_name="quiet",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="robot",
            name="department",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose people are in the group; with a team, those of them who belong to it. With neither everybody is meant.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="robots",
                to="kernel.department",
                verbose_name="Department",
            ),
        ),
        migrations.AddField(
            model_name="robot",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="robots",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Looked after by",
            ),
        ),
        migrations.AddField(
            model_name="robot",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="robots",
                to="kernel.team",
                verbose_name="Team",
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="robot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.robot"),
        ),
        migrations.AddIndex(
            model_name="robot",
            index=models.Index(fields=["sort_key", "id"], name="robot_sorted"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["robot", "next_try_at", "id"], name="card_due"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["robot", "-id"], name="card_newest"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["robot", "tried_at"], name="card_tried"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["made_at"], name="card_age"),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                fields=("robot", "kind", "entity", "record", "journal"), name="card_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(fields=("robot", "notice"), name="card_of_notice"),
        ),
    ]
