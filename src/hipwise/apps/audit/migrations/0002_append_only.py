"""The database itself refuses to change or remove a line of the log.

A migration that alters this table makes SQLite build it anew, without its triggers: such a migration
must end with ``RunPython(lay, lift)`` again. ``tests/apps/audit`` looks for the triggers themselves.
"""

from django.db import migrations

SQLITE = {
    f"audit_event_no_{verb.lower()}": f"""
        CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
}
# INSERT OR REPLACE deletes the row it replaces without firing the delete trigger.
SQLITE["audit_event_no_replace"] = """
    CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
    WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
"""
POSTGRESQL = """
    CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
    CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_refuse();
    CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
"""
POSTGRESQL_LIFT = "DROP FUNCTION audit_event_refuse() CASCADE"


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for sql in SQLITE.values():
            schema_editor.execute(sql, params=None)
    else:
        schema_editor.execute(POSTGRESQL, params=None)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)
    else:
        schema_editor.execute(POSTGRESQL_LIFT, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
