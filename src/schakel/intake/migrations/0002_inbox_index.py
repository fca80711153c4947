from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="report", name="intake_inbox"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["compartment", "state", "urgency", "received_at", "id"], name="intake_inbox"),
        ),
    ]
