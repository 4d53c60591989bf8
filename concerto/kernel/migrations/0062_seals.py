"""The chain of seals over the journal (decision 18). Kept append-only, as the journal is."""

from django.db import migrations

from concerto.kernel.database.roles import restrict_journal

COLUMNS = ("number", "ids", "lines", "marks", "root", "chain")

SEALS = """
create table journal_seal (
    number bigint primary key,
    at timestamptz not null default clock_timestamp(),
    ids int8multirange not null,
    lines integer not null,
    marks bytea not null,
    root bytea not null,
    chain bytea not null
)
"""


def restrict(apps, schema_editor):
    restrict_journal(schema_editor.connection.connection, "journal_seal", COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0060_objects")]
    operations = [
        migrations.RunSQL(SEALS, "drop table journal_seal"),
        migrations.RunPython(restrict, migrations.RunPython.noop),
    ]
