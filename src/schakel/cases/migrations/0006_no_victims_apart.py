"""The table of victims goes, once its rows stand among those of who is in a case."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_life_of_known_cases")]
    operations = [migrations.DeleteModel(name="Victim")]
