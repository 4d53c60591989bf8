"""Pipelines and stages as data, with what was there as the first one; competitors; who plays which part in a deal."""

from datetime import UTC, datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import concerto.sales.stage.known
from concerto.kernel.journal.months import make_ahead

# What there was before there were pipelines, as the first one. Where deals are already, none of its stages says yet how long
# they may stay: nobody is to be told at once of all that is old.
FIRST = """
    insert into sales_pipeline (version, created_at, updated_at, tags, sort_key, search, name, name_zh, position)
    values (1, now(), now(), '{}', 'new business', '''new'' ''business'' ''新'' ''签'' ''新签'' ''pyq'' ''pyqian'' ''pyxinqian'' ''pyxq'''::tsvector, 'New business', '新签', 1);
    insert into sales_stage (version, created_at, updated_at, tags, sort_key, search, name, name_zh, key, pipeline_id, position, kind,
        probability, stalled_after, demands, suggestion, suggestion_zh)
    select 1, now(), now(), '{}', given.sort_key, given.search::tsvector, given.name, given.name_zh, given.key, pipeline.id, given.position,
        given.kind, given.probability, case when not exists (select from sales_opportunity) then given.stalled_after end, '',
        given.suggestion, given.suggestion_zh
    from sales_pipeline pipeline, (values
        ('discovery', 'Discovery', '了解需求', 'open', 1, 20, 15::int, 'Ask who decides and what the budget is, and agree on the day of the next talk.', '问清谁拍板、预算多少，并约好下次沟通的日子。', 'discovery', '''discovery'' ''了'' ''解'' ''需'' ''求'' ''了解'' ''解需'' ''需求'' ''pyjiexuqiu'' ''pyjxq'' ''pyliaojiexuqiu'' ''pyljxq'' ''pyq'' ''pyqiu'' ''pyxq'' ''pyxuqiu'''),
        ('proposal', 'Proposal', '方案', 'open', 2, 45, 10::int, 'Call whoever decides, ask what is missing, and offer to go through the proposal together.', '致电决策人，问清还缺什么，约时间一起过一遍方案。', 'proposal', '''proposal'' ''方'' ''案'' ''方案'' ''pya'' ''pyan'' ''pyfa'' ''pyfangan'''),
        ('negotiation', 'Negotiation', '谈判', 'open', 3, 70, 10::int, 'Find out who still has to agree, and bring in your manager or legal where it hangs.', '弄清还差谁点头；卡在条款上就请上级或法务出面。', 'negotiation', '''negotiation'' ''谈'' ''判'' ''谈判'' ''pyp'' ''pypan'' ''pytanpan'' ''pytp'''),
        ('won', 'Won', '赢单', 'won', 4, 100, null::int, '', '', 'won', '''won'' ''赢'' ''单'' ''赢单'' ''pyd'' ''pydan'' ''pyyd'' ''pyyingdan'''),
        ('lost', 'Lost', '输单', 'lost', 5, 0, null::int, '', '', 'lost', '''lost'' ''输'' ''单'' ''输单'' ''pyd'' ''pydan'' ''pysd'' ''pyshudan''')
    ) as given(key, name, name_zh, kind, position, probability, stalled_after, suggestion, suggestion_zh, sort_key, search);
    update sales_opportunity set pipeline_id = (select id from sales_pipeline);
"""
# The journal tells of them as of everything that the company has.
TOLD = """
    insert into journal (door, verb, entity, record, topic_entity, topic, happened_at, changes, reason)
    select 'command', 'create', kept.entity, kept.id, kept.entity, kept.id, kept.at, (
        select jsonb_object_agg(key, jsonb_build_array(null, value)) from jsonb_each(kept.fields)
        where value not in ('null'::jsonb, '""'::jsonb)), ''
    from (
        select 'pipeline' as entity, id, created_at as at,
            jsonb_build_object('name', name, 'name_zh', name_zh, 'position', position) as fields from sales_pipeline
        union all
        select 'stage', id, created_at, jsonb_build_object('name', name, 'name_zh', name_zh, 'key', key, 'pipeline', pipeline_id,
            'position', position, 'kind', kind, 'probability', probability, 'stalled_after', stalled_after,
            'suggestion', suggestion, 'suggestion_zh', suggestion_zh) from sales_stage
        order by entity, id
    ) kept;
"""
# A deal's stage is one of its pipeline, whoever writes what at the same moment.
HELD = """
    set constraints all immediate;
    alter table sales_opportunity alter column pipeline_id set not null;
    alter table sales_opportunity add constraint opportunity_stage_of_pipeline
        foreign key (pipeline_id, stage) references sales_stage (pipeline_id, key);
"""
# What is known of a deal's stay ends with the move, whoever moves it; the reader of the journal says the rest a moment later.
MOVES = """
    create function deal_moves() returns trigger language plpgsql as $$
    begin
        new.stage_since := now();
        new.stay := null;
        new.stalls_on := null;
        new.closed_on := null;
        return new;
    end $$;
    create trigger deal_comes before insert on sales_opportunity for each row execute function deal_moves();
    create trigger deal_moves before update of stage on sales_opportunity for each row
        when (new.stage is distinct from old.stage) execute function deal_moves();
"""


def let_them_be_told(apps, schema_editor):
    make_ahead(schema_editor.connection, today=datetime.now(UTC).date())


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0020_behaviour_at_scale"),
        ("kernel", "0109_cleaned_beside"),
        ("sales", "0001_nouns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pipeline",
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
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("name_zh", models.CharField(blank=True, default="", max_length=60, verbose_name="Name in Chinese")),
                ("position", models.IntegerField(blank=True, null=True, verbose_name="Place")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="pipeline_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Stage",
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
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("name_zh", models.CharField(blank=True, default="", max_length=60, verbose_name="Name in Chinese")),
                (
                    "key",
                    models.CharField(
                        help_text="What programs and filters call it, as proposal.", max_length=40, verbose_name="Key"
                    ),
                ),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="sales.pipeline",
                        verbose_name="Pipeline",
                    ),
                ),
                ("position", models.IntegerField(blank=True, null=True, verbose_name="Place")),
                (
                    "kind",
                    models.CharField(
                        choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                        default="open",
                        max_length=40,
                        verbose_name="What it means",
                    ),
                ),
                (
                    "probability",
                    models.IntegerField(
                        blank=True,
                        help_text="How many of a hundred deals here are won.",
                        null=True,
                        verbose_name="Probability in per cent",
                    ),
                ),
                (
                    "stalled_after",
                    models.IntegerField(
                        blank=True,
                        help_text="The owner of a deal that stays longer is told, and after as long again whom that one reports to.",
                        null=True,
                        verbose_name="Stalled after, in working days",
                    ),
                ),
                (
                    "demands",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="What a deal must have by then.",
                        max_length=500,
                        verbose_name="Needed to come here",
                    ),
                ),
                (
                    "suggestion",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="What to do when stalled"),
                ),
                (
                    "suggestion_zh",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="What to do when stalled, in Chinese"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="deal_stage_sorted")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                fields=("key",),
                name="deal_stage_key_once",
                violation_error_message="There is a stage with this key already, maybe in the trash.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                fields=("pipeline", "key"),
                name="deal_stage_of_pipeline",
                violation_error_message="The pipeline has a stage with this key already.",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="pipeline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunities",
                to="sales.pipeline",
                verbose_name="Pipeline",
            ),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunPython(let_them_be_told, migrations.RunPython.noop),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(HELD, migrations.RunSQL.noop),
                migrations.RunSQL(MOVES, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="opportunity",
                    name="pipeline",
                    field=models.ForeignKey(
                        default=concerto.sales.stage.known.first_pipeline,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunities",
                        to="sales.pipeline",
                        verbose_name="Pipeline",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="opportunity",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="Closed on"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="lost_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("price", "Price"),
                    ("product", "Something is missing in the product"),
                    ("competitor", "Chose a competitor"),
                    ("timing", "Not now"),
                    ("no-decision", "No decision"),
                    ("service", "Delivery or service"),
                    ("other", "Another reason"),
                ],
                default="",
                max_length=40,
                verbose_name="Why it was lost",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="lost_why",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="How it was lost"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="stage_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="In this stage since"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="stalls_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="Stalled from"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="stay",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="stage",
            field=models.CharField(default=concerto.sales.stage.known.first_key, max_length=40, verbose_name="Stage"),
        ),
        migrations.CreateModel(
            name="BuyingRole",
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
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("decides", "Decides"),
                            ("pays", "Pays"),
                            ("uses", "Uses"),
                            ("influences", "Influences"),
                            ("blocks", "Blocks"),
                        ],
                        default="decides",
                        max_length=40,
                        verbose_name="Part",
                    ),
                ),
                (
                    "attitude",
                    models.CharField(
                        choices=[("for", "For us"), ("neutral", "Neutral"), ("against", "Against us")],
                        default="neutral",
                        max_length=40,
                        verbose_name="Attitude",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="What matters to them")),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buying_roles",
                        to="sales.opportunity",
                        verbose_name="Opportunity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buying_roles",
                        to="customers.customer",
                        verbose_name="Person",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Competitor",
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
                ("website", models.CharField(blank=True, default="", max_length=500, verbose_name="Website")),
                ("strengths", models.TextField(blank=True, default="", verbose_name="What they are good at")),
                ("weaknesses", models.TextField(blank=True, default="", verbose_name="Where they are weak")),
                ("how_to_win", models.TextField(blank=True, default="", verbose_name="How we win against them")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="competitors",
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
                        related_name="competitors",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="opportunity",
            name="competitor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunities",
                to="sales.competitor",
                verbose_name="Competitor",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("stalls_on__isnull", False)), fields=["stalls_on", "id"], name="opportunity_stalls"
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)), fields=["closed_on", "id"], name="opportunity_closed"
            ),
        ),
        migrations.AddIndex(
            model_name="buyingrole",
            index=models.Index(fields=["sort_key", "id"], name="buying_role_sorted"),
        ),
        migrations.AddConstraint(
            model_name="buyingrole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trashed_at", None)),
                fields=("opportunity", "person", "part"),
                name="buying_role_once",
                violation_error_message="This person plays this part already.",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(fields=["sort_key", "id"], name="competitor_sorted"),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="competitor_search"),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("tags", []), _negated=True), fields=["tags"], name="competitor_tagged"
            ),
        ),
    ]
