"""By which address somebody enrolled, and of each session the secret behind the QR code on the trainer's screen."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from schakel.training.secrets import new_room


def make_doors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sessions = apps.get_model("training", "Session").objects
    for key in list(sessions.values_list("pk", flat=True)):
        sessions.filter(pk=key).update(door=new_room())


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_told_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="address",
            field=models.BinaryField(db_index=True, null=True),
        ),
        # Each row gets one of its own before they must differ.
        migrations.AddField(
            model_name="session",
            name="door",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.RunPython(make_doors, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="session",
            name="door",
            field=models.CharField(default=new_room, max_length=32, unique=True),
        ),
    ]
