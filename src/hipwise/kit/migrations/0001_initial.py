"""The kit's tables, and the one that the shared cache lives in (throttles count there, across processes)."""

from django.core.management import call_command
from django.db import migrations, models

import hipwise.kit.sealed


def make_cache_table(apps, schema_editor):  # noqa: ARG001
    """Django makes it by a command of its own, which is nobody's to remember."""
    call_command("createcachetable", "kit_cache", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):  # noqa: ARG001
    """Undo it."""
    schema_editor.execute("DROP TABLE kit_cache")


class Migration(migrations.Migration):
    """The first tables."""

    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("due", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", hipwise.kit.sealed.SealedJSON()),
                ("written", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunPython(make_cache_table, drop_cache_table),
    ]
