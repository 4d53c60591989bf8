"""Membership: programmes, levels, members, the ledger of points, coupons; and the triggers that keep the ledger true."""

import functools

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
import django.utils.crypto
import django.utils.timezone
from django.db import migrations, models

# A line changes its member's balance, which nothing else does: so the balance is the sum of the lines, whoever writes.
LEDGER = """
create function points_line_counts() returns trigger language plpgsql as $$
begin
    if new.takes_back_id is not null and not exists (
            select from customers_pointsline taken
            where taken.id = new.takes_back_id and taken.member_id = new.member_id and taken.points = -new.points) then
        raise exception 'takes back another line' using errcode = 'check_violation', constraint = 'points_line_takes_back';
    end if;
    update customers_member set balance = balance + new.points where id = new.member_id;
    return null;
end $$;
create trigger points_line_counts after insert on customers_pointsline
    for each row execute function points_line_counts();
create function points_line_stays() returns trigger language plpgsql as $$
begin
    raise exception 'lines of the ledger stay' using errcode = 'check_violation', constraint = 'points_line_stays';
end $$;
create trigger points_line_stays
    before delete or update of member_id, programme_id, kind, points, at, reason, key, takes_back_id, expires_on, trashed_at
    on customers_pointsline for each row execute function points_line_stays();
create function member_balance_stays() returns trigger language plpgsql as $$
begin
    if new.balance is distinct from coalesce(old.balance, 0) then
        raise exception 'only lines change a balance' using errcode = 'check_violation', constraint = 'member_balance';
    end if;
    return new;
end $$;
create trigger member_balance_stays before insert or update of balance on customers_member
    for each row when (pg_trigger_depth() = 0) execute function member_balance_stays();
alter table customers_pointsline add constraint points_line_programme
    foreign key (member_id, programme_id) references customers_member (id, programme_id);
"""
AS_BEFORE = """
alter table customers_pointsline drop constraint points_line_programme;
drop trigger member_balance_stays on customers_member;
drop function member_balance_stays;
drop trigger points_line_stays on customers_pointsline;
drop function points_line_stays;
drop trigger points_line_counts on customers_pointsline;
drop function points_line_counts;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0010_lifecycle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Level",
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
                    "threshold",
                    models.IntegerField(
                        blank=True,
                        default=0,
                        help_text="0: for every member.",
                        null=True,
                        verbose_name="From so many points earned in a year",
                    ),
                ),
                ("benefits", models.TextField(blank=True, default="", verbose_name="Benefits")),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Member",
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
                    "number",
                    models.CharField(
                        blank=True,
                        default=functools.partial(django.utils.crypto.get_random_string, *(12, "0123456789")),
                        max_length=40,
                        verbose_name="Card number",
                    ),
                ),
                (
                    "since",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="Member since"),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="Left on")),
                ("balance", models.IntegerField(blank=True, default=0, verbose_name="Points")),
                ("earned", models.IntegerField(blank=True, default=0, verbose_name="Earned in the last year")),
                ("expiring", models.IntegerField(blank=True, default=0, verbose_name="Points that expire next")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="They expire on")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="customers.level",
                        verbose_name="Level",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
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
                ("active", models.BooleanField(default=True, verbose_name="On")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        default=1,
                        help_text="A purchase of 129.90 earns 129 points at 1, and 12 at 0.1.",
                        max_digits=18,
                        null=True,
                        verbose_name="Points for each unit of money",
                    ),
                ),
                (
                    "months",
                    models.IntegerField(
                        blank=True,
                        default=24,
                        help_text="0: they never do. Months of the calendar.",
                        null=True,
                        verbose_name="Months until points expire",
                    ),
                ),
                ("about", models.TextField(blank=True, default="", verbose_name="More")),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="programme_sorted")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate", None), ("rate__gte", 0), _connector="OR"),
                        name="programme_rate",
                        violation_error_message="A purchase never costs points: write 0 or more.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PointsLine",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("earn", "Earned"),
                            ("burn", "Used"),
                            ("expire", "Expired"),
                            ("adjust", "Adjusted"),
                            ("take-back", "Taken back"),
                        ],
                        default="earn",
                        max_length=40,
                        verbose_name="Kind",
                    ),
                ),
                ("points", models.IntegerField(verbose_name="Points")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="When")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="Reason")),
                ("key", models.CharField(blank=True, default="", max_length=200, verbose_name="Key")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="Expires on")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.member",
                        verbose_name="Member",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="customers.pointsline",
                        verbose_name="Takes back",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.programme",
                        verbose_name="Programme",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="member",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="customers.programme",
                verbose_name="Programme",
            ),
        ),
        migrations.AddField(
            model_name="level",
            name="programme",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels",
                to="customers.programme",
                verbose_name="Programme",
            ),
        ),
        migrations.CreateModel(
            name="CouponKind",
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
                    "sort",
                    models.CharField(
                        choices=[("percent", "Per cent off"), ("amount", "Amount off")],
                        default="amount",
                        max_length=40,
                        verbose_name="Sort",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="Per cent or amount")),
                ("days", models.IntegerField(blank=True, default=30, null=True, verbose_name="Good for so many days")),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="From a purchase of"
                    ),
                ),
                (
                    "price",
                    models.IntegerField(
                        blank=True,
                        help_text="Members of the programme may take one for so many points. Empty: it is not for sale.",
                        null=True,
                        verbose_name="Price in points",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="On")),
                ("about", models.TextField(blank=True, default="", verbose_name="More")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupon_kinds",
                        to="customers.programme",
                        verbose_name="Programme",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Coupon",
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
                    "number",
                    models.CharField(
                        blank=True,
                        default=functools.partial(
                            django.utils.crypto.get_random_string, *(16, "23456789ABCDEFGHJKMNPQRSTUVWXYZ")
                        ),
                        max_length=40,
                        verbose_name="Code",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, verbose_name="Last day")),
                ("redeemed_at", models.DateTimeField(blank=True, null=True, verbose_name="Redeemed on")),
                ("place", models.CharField(blank=True, default="", max_length=100, verbose_name="Redeemed at")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="Cancelled on")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coupons",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="customers.couponkind",
                        verbose_name="Kind",
                    ),
                ),
                (
                    "paid",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="customers.pointsline",
                        verbose_name="Paid by",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="coupon_sorted")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number",),
                        name="coupon_number_once",
                        violation_error_message="Another coupon has this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("redeemed_at", None), ("cancelled_at", None), _connector="OR"),
                        name="coupon_one_end",
                        violation_error_message="A coupon is redeemed or cancelled, not both.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="pointsline",
            index=models.Index(fields=["sort_key", "id"], name="points_line_sorted"),
        ),
        migrations.AddIndex(
            model_name="pointsline",
            index=models.Index(fields=["at", "id"], name="points_line_time"),
        ),
        migrations.AddConstraint(
            model_name="pointsline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("programme", "key"),
                name="points_line_key_once",
                violation_error_message="The programme has a line with this key already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsline",
            constraint=models.UniqueConstraint(
                fields=("takes_back",),
                name="points_line_taken_back_once",
                violation_error_message="This line was taken back already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "earn"), ("points__gt", 0)),
                    models.Q(("kind__in", ("burn", "expire")), ("points__lt", 0)),
                    models.Q(("kind__in", ("adjust", "take-back")), models.Q(("points", 0), _negated=True)),
                    _connector="OR",
                ),
                name="points_line_amount",
                violation_error_message="What is earned is more than nothing, what is used or expires is less, no line is 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsline",
            constraint=models.CheckConstraint(
                condition=models.Q(("trashed_at", None)),
                name="points_line_stays",
                violation_error_message="Lines of the ledger stay as they are. Take one back, or adjust the points.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsline",
            constraint=models.CheckConstraint(
                condition=models.Q(("takes_back", None), ("kind", "take-back"), _connector="OR"),
                name="points_line_takes_back",
                violation_error_message="Only what takes back names a line.",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["sort_key", "id"], name="member_sorted"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["expires_on", "id"], name="member_expiring"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["balance", "id"], name="member_balance_sorted"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trashed_at", None)),
                fields=("customer", "programme"),
                name="member_once",
                violation_error_message="The customer is a member already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("number",),
                name="member_number_once",
                violation_error_message="Another member has this card number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("id", "programme"),
                name="member_of_programme",
                violation_error_message="This member is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)),
                name="member_balance",
                violation_error_message="There are not so many points. Nothing was changed.",
            ),
        ),
        migrations.AddIndex(
            model_name="level",
            index=models.Index(fields=["sort_key", "id"], name="level_sorted"),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trashed_at", None)),
                fields=("programme", "threshold"),
                name="level_once",
                violation_error_message="Another level of the programme begins there.",
            ),
        ),
        migrations.AddIndex(
            model_name="couponkind",
            index=models.Index(fields=["sort_key", "id"], name="coupon_kind_sorted"),
        ),
        migrations.AddConstraint(
            model_name="couponkind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__gt", 0), models.Q(("sort", "amount"), ("value__lte", 100), _connector="OR")
                ),
                name="coupon_kind_value",
                violation_error_message="A coupon is worth more than nothing, and at most 100 per cent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="couponkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("price", None), ("programme__isnull", False), _connector="OR"),
                name="coupon_kind_price",
                violation_error_message="A price in points needs a programme.",
            ),
        ),
        migrations.RunSQL(LEDGER, AS_BEFORE),
    ]
