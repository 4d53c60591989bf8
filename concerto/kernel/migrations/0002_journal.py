"""The journal: append-only, partitioned by month, with id, xid, at and era always given by the database.

`era` is raised by every restore into another cluster, whose transaction ids mean nothing here (see journal/reading.py).
"""

from datetime import UTC, datetime

from django.db import migrations

from concerto.kernel.journal.months import make_ahead

JOURNAL = """
create table journal (
    id bigint generated always as identity,
    at timestamptz not null default clock_timestamp(),
    xid xid8 not null default pg_current_xact_id(),
    era integer not null default 1,
    actor bigint,
    door text not null,
    verb text not null,
    entity text not null,
    record bigint not null,
    topic_entity text,
    topic bigint,
    happened_at timestamptz not null,
    batch bigint,
    line integer,
    because bigint,
    reason text not null default '',
    changes jsonb not null,
    primary key (id, at)
) partition by range (at);
create index journal_unread on journal (xid, id);
create index journal_of_record on journal (entity, record, id);
create index journal_timeline on journal (topic_entity, topic, happened_at, id) where topic is not null;
create index journal_batch on journal (batch, id) where batch is not null;
"""


def first_months(apps, schema_editor):
    make_ahead(schema_editor.connection, today=datetime.now(UTC).date())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_nouns")]
    operations = [
        migrations.RunSQL(JOURNAL, "drop table journal"),
        migrations.RunPython(first_months, migrations.RunPython.noop),
    ]
