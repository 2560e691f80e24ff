"""Who has been shown results already is not asked what they suspect: it would be naming after seeing."""

from django.db import migrations

ENOUGH_DAYS = 14


def mark_as_answered(apps, schema_editor):
    answers = apps.get_model("insight", "Answer").objects
    hunches = apps.get_model("insight", "Hunch").objects
    for answer in answers.iterator():
        if answer.exploration["days"] >= ENOUGH_DAYS:
            hunches.get_or_create(
                patient_id=answer.patient_id, defaults={"suspects": [], "answered_at": answer.made_at}
            )


class Migration(migrations.Migration):

    dependencies = [("insight", "0002_hunch_and_beginning")]

    operations = [migrations.RunPython(mark_as_answered, migrations.RunPython.noop)]
