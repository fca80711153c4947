"""The compartment that untriaged reports share; reports point to it from their first insert."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INBOX_ID = "00000000-0000-4000-8000-000000000001"


def make_inbox(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("access", "Compartment").objects.get_or_create(id=INBOX_ID, defaults={"open_to": "triage"})


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunPython(make_inbox, migrations.RunPython.noop)]
