"""Maps and segments at a million customers; refunds of purchases; tiers that companies name."""

import django.db.models.deletion
from django.db import migrations, models

# What every stay and every pain point keeps from now on, for those that are there.
KEEP = """
update customers_stay stay set furthest = worked.furthest, onward = worked.onward from (
    with steps as (
        select id, customer_id, place, since, array_position(array['acquire', 'nurture', 'convert', 'retain', 'refer'], stage::text) as step
        from customers_stay),
    firsts as (
        select distinct on (customer_id, step) id, customer_id, step, min(since) over (partition by customer_id, step) as came
        from steps order by customer_id, step, place),
    onwards as (
        select firsts.id, case when min(later.since) > min(firsts.came) then min(later.since) - min(firsts.came) end as onward
        from firsts join steps later on later.customer_id = firsts.customer_id and later.step > firsts.step group by firsts.id)
    select steps.id, onwards.onward, coalesce(max(step) over (
        partition by customer_id order by place rows between unbounded preceding and 1 preceding), 0) as furthest
    from steps left join onwards on onwards.id = steps.id) worked
where worked.id = stay.id and (worked.furthest > 0 or worked.onward is not null)
"""
BEFORE = """
update customers_painpoint pain set same_before = before.same, again_before = before.again, stage_before = before.stage from (
    select id, lag(at) over same as same, lag(at) over (partition by customer_id, stage order by at, origin) as stage,
        max(at) filter (where again) over (same rows between unbounded preceding and 1 preceding) as again
    from customers_painpoint window same as (partition by customer_id, stage, sort, kind order by at, origin)) before
where before.id = pain.id and before.stage is not null
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0015_membership"),
        ("kernel", "0077_words_of_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="refund_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="customers.event",
                verbose_name="Refund of",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="opening",
            field=models.IntegerField(
                blank=True,
                help_text="Of a card that was kept elsewhere before: entered once, as a line of the ledger.",
                null=True,
                verbose_name="Points brought along",
            ),
        ),
        migrations.AddField(
            model_name="stay",
            name="furthest",
            field=models.SmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="stay",
            name="onward",
            field=models.DurationField(editable=False, null=True),
        ),
        *(
            migrations.AddField(
                model_name="painpoint", name=name, field=models.DateTimeField(editable=False, null=True)
            )
            for name in ("same_before", "again_before", "stage_before")
        ),
        migrations.AddField(
            model_name="tierpolicy",
            name="name_zh",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="Name in Chinese"),
        ),
        migrations.AlterField(
            model_name="tierpolicy",
            name="grade",
            field=models.CharField(
                default="C",
                help_text="What files and filters call it: A, B and C come along; any other, as gold, is a tier of your own.",
                max_length=40,
                verbose_name="Tier",
            ),
        ),
        migrations.AlterField(
            model_name="tierpolicy",
            name="segment",
            field=models.ForeignKey(
                blank=True,
                help_text="Whoever is in this segment has the tier, unless somebody chose another one by hand. Empty: it is only given by hand.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tiers",
                to="kernel.segment",
                verbose_name="Customers in",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(condition=models.Q(("trashed_at", None)), fields=["id"], name="customer_there"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("customer__isnull", False), ("trashed_at", None)),
                fields=["kind", "customer", "at"],
                include=("id", "amount", "score"),
                name="event_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("refund_of__isnull", False)), fields=["refund_of"], name="event_refunds"
            ),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
    ]
