"""A mass change of several nouns is one, in parts: they are undone together. Suggestions name the record whose value it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0077_words_of_choices")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The mass change it was begun with: they are undone together.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="kernel.batch",
                verbose_name="Part of",
            ),
        ),
        migrations.AddField(model_name="repair", name="source", field=models.BigIntegerField(null=True)),
        migrations.AlterField(
            model_name="repair",
            name="origin",
            field=models.CharField(
                choices=[
                    ("rule", "Cleaning rule"),
                    ("rare", "Seldom so"),
                    ("follows", "Follows from another value"),
                    ("twin", "Another record of the same has it"),
                    ("above", "The record that it belongs to has it"),
                ],
                max_length=20,
            ),
        ),
    ]
