"""Notices, quiet hours and what people do not want to be told."""

import datetime
import django.db.models.deletion
import hipwise.kit.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begin", models.TimeField(default=datetime.time(21, 0))),
                ("end", models.TimeField(default=datetime.time(8, 0))),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Muted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("channel", models.CharField(max_length=16)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "channel"), name="muted_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.BigIntegerField()),
                ("address", hipwise.kit.sealed.SealedText(blank=True, default="")),
                ("address_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("zone", models.CharField(help_text="IANA name: whose night is kept", max_length=64)),
                ("due", models.DateTimeField()),
                ("expires", models.DateTimeField(help_text="later than this it is dropped and not told")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sent", "sent"), ("dropped", "dropped")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("settled", models.DateTimeField(blank=True, help_text="when it was sent or dropped", null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due"], name="notices_waiting"),
                    models.Index(fields=["kind", "subject"], name="notices_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("address_digest", ""), _connector="XOR"),
                        name="an_account_or_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("settled__isnull", False), _connector="XOR"),
                        name="settled_has_its_moment",
                    ),
                ],
            },
        ),
    ]
