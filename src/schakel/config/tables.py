"""The tables of a database: made at once where there are none yet, and by the migrations in every other."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, connections, router, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_KEY_STORE = "vault"


def is_behind(database: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether this version knows migrations that the database does not."""
    executor = MigrationExecutor(connections[database])
    every = executor.loader.graph.leaf_nodes()
    mine = [node for node in every if node[0] == _KEY_STORE] if database == "keys" else every
    return bool(executor.migration_plan(mine))


def migrate(*app_label: str, database: str = DEFAULT_DB_ALIAS) -> None:
    """Run the migrations that the database does not have, of one room or of all."""
    call_command("migrate", *app_label, database=database, verbosity=0, interactive=False)


def bring_up_to_date() -> None:
    """Every table as this version has it. Interrupted at any moment, it can be done again."""
    applied = MigrationRecorder(connection).applied_migrations()
    if {room for room, _ in applied} <= {"core"}:
        _make_all()
    else:
        migrate()


def _make_all() -> None:
    """As the models say, with every migration noted as done.

    The migrations lead to the same tables (`test_tables.py`), but take half a minute for it, which somebody who tries the
    system would sit and wait.
    """
    there = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for room in apps.get_app_configs():
            for model in router.get_migratable_models(room, connection.alias):
                if model._meta.can_migrate(connection) and model._meta.db_table not in there:
                    editor.create_model(model)
    with transaction.atomic():
        recorder = MigrationRecorder(connection)
        for room_label, name in MigrationLoader(connection).graph.nodes:
            recorder.record_applied(room_label, name)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=apps, plan=[])
