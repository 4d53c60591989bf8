"""Rules for values look at other fields of the record; what names fields is chosen by their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0108_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="cleaningrule",
            name="only",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="A filter of other fields of the same record, as lists have it, like country = Japan. Empty: always.",
                verbose_name="Only where",
            ),
        ),
        migrations.AddField(
            model_name="cleaningrule",
            name="country",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Of a phone: the field that names its country. Empty: China.",
                max_length=60,
                verbose_name="Dialled in",
            ),
        ),
        migrations.AlterField(
            model_name="cleaningrule",
            name="field",
            field=models.CharField(max_length=60, verbose_name="Field"),
        ),
        migrations.AlterField(
            model_name="requiredpolicy",
            name="fields",
            field=models.CharField(max_length=500, verbose_name="Needed fields"),
        ),
        migrations.AlterField(
            model_name="rule",
            name="field",
            field=models.CharField(max_length=60, verbose_name="Field"),
        ),
        migrations.AlterField(
            model_name="qualityrule",
            name="field",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The field that is wrong then, if it is one.",
                max_length=60,
                verbose_name="Field",
            ),
        ),
        migrations.AlterField(
            model_name="catalogueentry",
            name="field",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Empty for the records as a whole.",
                max_length=60,
                verbose_name="Field",
            ),
        ),
    ]
