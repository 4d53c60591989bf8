"""The choices of a field are arranged in rows; the database keeps the same lines. Rules have names in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0075_import_profiles")]

    operations = [
        migrations.AlterField(
            model_name="customfield",
            name="choices",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Of a choice: what can be chosen. Words, colours and order may change at any time: records follow.",
                verbose_name="Choices",
            ),
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="name_zh",
                field=models.CharField(blank=True, default="", max_length=100, verbose_name="Name in Chinese"),
            )
            for model in ("cleaningrule", "requiredpolicy")
        ),
    ]
