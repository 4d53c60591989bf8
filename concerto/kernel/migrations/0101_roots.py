"""Journal lines also name the record that stands for itself above the one on whose timeline they stand, where there is one."""

from datetime import UTC, datetime

from django.db import migrations

from concerto.kernel.journal.months import make_ahead

ROOTS = """
alter table journal add column root_entity text, add column root bigint;
create index journal_root on journal (root_entity, root, happened_at, id) where root is not null;
"""


def let_them_be_written(apps, schema_editor):
    make_ahead(schema_editor.connection, today=datetime.now(UTC).date())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0100_grants_to_departments")]
    operations = [
        migrations.RunSQL(ROOTS, "alter table journal drop column root_entity, drop column root"),
        migrations.RunPython(let_them_be_written, migrations.RunPython.noop),
    ]
