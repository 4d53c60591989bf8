"""What the API keeps beside records: answers to requests that may be repeated, and how much was asked in a minute.

Counts may be lost in a crash, so their table is not logged: counting costs no write to disk.
"""

from django.db import migrations

TABLES = """
create table api_answer (
    scope text not null,
    key text not null,
    digest bytea not null,
    status smallint not null,
    headers text not null,
    body bytea not null,
    at timestamptz not null default now(),
    primary key (scope, key)
);
create index api_answer_old on api_answer (at);
create unlogged table api_rate (
    who text not null,
    minute bigint not null,
    drawn integer not null,
    primary key (who, minute)
);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_journal")]
    operations = [migrations.RunSQL(TABLES, "drop table api_answer; drop table api_rate")]
