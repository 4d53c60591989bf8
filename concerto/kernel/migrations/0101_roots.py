"""Journal lines also name the record that stands for itself above the one on whose timeline they stand, where there is one."""

from django.db import migrations

ROOTS = """
alter table journal add column root_entity text, add column root bigint;
create index journal_root on journal (root_entity, root, happened_at, id) where root is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0100_grants_to_departments")]
    operations = [
        migrations.RunSQL(ROOTS, "alter table journal drop column root_entity, drop column root"),
    ]
