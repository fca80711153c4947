"""Reports from before the term was kept: answered with the first message, or else not kept, so that none looks late."""

from django.db import migrations


def lay_down(apps, schema_editor=None):
    Report = apps.get_model("intake", "Report")
    Message = apps.get_model("intake", "Message")
    Triage = apps.get_model("cases", "Triage")
    first = {}
    for report_id, sent_at in (
        Message.objects.filter(sender="desk").order_by("-sequence").values_list("report_id", "sent_at")
    ):
        first[report_id] = sent_at
    for report_id, sent_at in first.items():
        Report.objects.filter(pk=report_id, answered_at=None).update(answered_at=sent_at, answered_how="message")
    judged = Triage.objects.filter(report__state="triaged", report__answered_at=None).order_by("-decided_at")
    for report_id, decided_at in dict(judged.values_list("report_id", "decided_at")).items():
        Report.objects.filter(pk=report_id, answered_at=None).update(answered_at=decided_at, answered_how="not_kept")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_duty"), ("intake", "0002_duty")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
