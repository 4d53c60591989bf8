import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_overlay")]
    operations = [
        migrations.AddIndex(
            model_name="customer", index=models.Index(fields=["revenue", "id"], name="customer_revenue")
        ),
        migrations.AddIndex(model_name="note", index=models.Index(fields=["sort_key", "id"], name="note_sorted")),
        migrations.AddIndex(
            model_name="note", index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="note_search")
        ),
    ]
