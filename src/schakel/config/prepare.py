"""Making an installation, or bringing it up to this version: home folder, keys, tables, and what kind it is."""

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import django
from django.db import connection, connections, transaction

from schakel.config import secret_key
from schakel.config.environment import Environment
from schakel.config.refusals import Refused

Progress = Callable[[str, int, int], None]


def prepare(environment: Environment) -> None:
    """Make what is missing and leave the rest alone.

    Raises Refused, SettingError or KeyFileError with the sentence to show, and OSError or DatabaseError
    where the disk or the database does not take part.
    """
    # What this process and its children write is for its owner alone.
    os.umask(0o077)
    _make_home(environment)
    keys_are_new = _make_keys(environment)
    django.setup()
    from schakel.audit import custody  # models exist only now, and these read them
    from schakel.config import roles, tables

    kind = installed_kind()
    if kind is not None and keys_are_new:
        shutil.rmtree(environment.keys)
        raise Refused(
            f"The key files in {environment.keys} are gone, and this database can't be read without them: put them back."
        )
    check_kind(kind or environment.mode, environment)
    _check_key_files()
    if tables.is_behind("keys"):
        tables.migrate("vault", database="keys")
    if kind is None:
        # First the row that says what this database is: an interrupted start can then always be continued.
        tables.migrate("core")
        _write_kind(environment.mode)
        # Now rather than at the worker's first start: whoever copies the keys folder copies this one too.
        custody.create_key(environment.keys)
    check_keys()
    if tables.is_behind():
        tables.bring_up_to_date()
        # The doors' own roles know nothing of a new table until they are told.
        roles.renew()
    _check_reports_can_be_opened()
    connections.close_all()


def fill_demo(progress: Progress) -> bool:
    """Fill a new demo with its invented region, all of it or nothing; False when it was filled before."""
    from schakel.access.models import User
    from schakel.demo.fill import fill

    if User.objects.exists():
        return False
    with transaction.atomic():
        fill(progress)
    connections.close_all()
    return True


def installed_kind() -> str | None:
    """What the database was made as, or None when it is still empty. Raises Refused when it holds something else."""
    from django.apps import apps

    from schakel.core.models import Installation

    tables = set(connection.introspection.table_names())
    first_step = {model._meta.db_table for model in apps.get_app_config("core").get_models()} | {"django_migrations"}
    row = Installation.objects.first() if Installation._meta.db_table in tables else None
    if row is None and tables - first_step:
        raise Refused(
            "The database holds tables but was not made by 'schakel prepare': choose an empty one with SCHAKEL_DATABASE."
        )
    return row.kind if row is not None else None


def check_kind(kind: str | None, environment: Environment) -> None:
    """Raises Refused unless the database was made as what SCHAKEL_MODE says."""
    if kind is None:
        raise Refused(f"There is no installation in {environment.home} yet: run 'schakel prepare' first.")
    if kind != environment.mode:
        wanted = "a demo" if environment.is_demo else "production"
        made_as = "a demo" if kind == "demo" else "production"
        raise Refused(
            f"This database was made as {made_as} and can't be used as {wanted}: invented and real reports never mix. "
            f"Choose another folder with SCHAKEL_HOME, another database with SCHAKEL_DATABASE, or SCHAKEL_MODE={kind}."
        )


def check_keys() -> None:
    """Raises KeyFileError unless key files, key store and database are readable and of one installation."""
    from schakel.core.models import Installation
    from schakel.vault import belonging

    _check_key_files()
    belonging.check(Installation.objects.values_list("id", flat=True).get())


def _check_key_files() -> None:
    from schakel.vault import keys

    desk, public = keys.desk_keys(), keys.public_keys()
    signed_by = desk.reply_signature.public_key().public_bytes_raw()
    if public.intake_key_id not in desk.intake or signed_by != public.reply_signature.public_bytes_raw():
        raise keys.KeyFileError(
            "The public and the private key file are not from the same installation: put back the two that belong together."
        )


def _make_home(environment: Environment) -> None:
    home = environment.home
    if home.exists() and not home.is_dir():
        raise Refused(f"The home folder {home} is a file: choose a folder with SCHAKEL_HOME.")
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Asking the file system: as root, permissions alone don't tell.
        trial = home / f".writable-{os.getpid()}"
        trial.touch(mode=0o600)
        trial.unlink()
    except OSError as error:
        raise Refused(
            f"The home folder {home} can't be written ({error.strerror}): choose another one with SCHAKEL_HOME."
        ) from error


def _make_keys(environment: Environment) -> bool:
    """Whether the key files were made now. They appear all together, so that there never is half a set."""
    from schakel.vault import keys
    from schakel.vault.master import Provider, Source

    is_new = not environment.keys.exists()
    if is_new:
        unfinished = Path(f"{environment.keys}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        provider, detail = environment.master_key
        in_there = detail.startswith(f"{environment.keys}{os.sep}")
        keys.create(
            unfinished,
            Source(
                Provider(provider), detail.replace(str(environment.keys), str(unfinished), 1) if in_there else detail
            ),
        )
        unfinished.rename(environment.keys)
    for door in ("public", "desk"):
        secret_key.create(environment, door)
    return is_new


def _write_kind(kind: str) -> None:
    from schakel.core.models import Installation
    from schakel.vault import belonging

    installation = uuid.uuid4()
    # First the proof in the key store: a database that says it is made always has one.
    belonging.prove(installation)
    Installation.objects.create(id=installation, kind=kind)


def _check_reports_can_be_opened() -> None:
    from schakel.intake.models import Report, ReportState
    from schakel.vault import keys

    sealed = Report.objects.filter(state=ReportState.SEALED)
    if sealed.exclude(key_id__in=keys.desk_keys().intake).exists():
        raise keys.KeyFileError(
            "These key files can't open the reports in this database: put back the key files that belong to it."
        )
