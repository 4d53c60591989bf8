"""Why rows were not brought in is kept in no language. What was told before stays in the one in which it was."""

from django.db import migrations, models

REASON = "alter table kernel_rejection alter column reason type jsonb using to_jsonb(reason)"
TEXT = "alter table kernel_rejection alter column reason type text using reason #>> '{}'"


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0105_inbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="because",
            field=models.JSONField(db_default=models.Value("", models.JSONField()), default="", editable=False),
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(REASON, TEXT)],
            [migrations.AlterField(model_name="rejection", name="reason", field=models.JSONField())],
        ),
    ]
