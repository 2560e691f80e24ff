"""How often was asked, for ``kit.limits``."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("ends", models.BigIntegerField(db_index=True)),
                ("asked", models.PositiveBigIntegerField()),
            ],
        ),
    ]
