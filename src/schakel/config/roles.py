"""The two doors' roles in PostgreSQL: made once, and given exactly their privileges after every migration."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from schakel.config.privileges import DESK, DESK_ELSEWHERE, EVERY_COLUMN, PUBLIC_DOOR, Allowed
from schakel.config.refusals import Refused

# Enough threads for a few processes (`config.serve`), and a stolen role can't take every connection from the desk.
_CONNECTIONS = {"public": 75, "desk": 80}
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")
# Which role is which door's is read back from the row rules themselves: they name it.
_RULES = {"public": "public_door_", "desk": "desk_"}


@dataclass(frozen=True)
class Roles:
    """What the doors' roles are called."""

    public: str
    desk: str

    @property
    def by_door(self) -> dict[str, str]:
        return {"public": self.public, "desk": self.desk}


def check(names: Roles) -> None:
    """Raises Refused unless this is PostgreSQL, as the owner of the database, and the names can be roles' names."""
    if connection.vendor != "postgresql":
        raise Refused("Roles exist in PostgreSQL only: set SCHAKEL_DATABASE to it. SQLite is one file for both doors.")
    for name in names.by_door.values():
        if not _NAME.fullmatch(name):
            raise Refused(f"'{name}' is no name for a role: use small letters, digits and underscores.")
    if names.public == names.desk:
        raise Refused("The two doors need a role each: give them different names.")
    if not _is_owner():
        raise Refused("Only the owner of the database can do this: put that role in SCHAKEL_DATABASE.")
    if _one("SELECT current_user = ANY(%s)", [list(names.by_door.values())]):
        raise Refused("The owner of the database can't be a door's role: it may do everything.")


def missing(names: Roles) -> list[str]:
    """The doors whose role does not exist yet."""
    return [door for door, name in names.by_door.items() if not _one("SELECT to_regrole(%s) IS NOT NULL", [name])]


@transaction.atomic
def make(names: Roles, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, set the passwords that are given by door, and give each its privileges.

    Raises Refused when a role exists that may already do more than a door's role should.
    """
    absent = missing(names)
    for door, name in names.by_door.items():
        if door in absent:
            _run(
                f"CREATE ROLE {_quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                f" NOBYPASSRLS CONNECTION LIMIT {_CONNECTIONS[door]}"
            )
        _check_harmless(name)
        if door in passwords:
            _run(f"ALTER ROLE {_quoted(name)} PASSWORD '{_scrambled(passwords[door], name)}'")
    _give(names)


def renew() -> None:
    """Give the roles their privileges anew, as after a migration; nothing where there are none, or by another role."""
    if connection.vendor != "postgresql" or not _is_owner():
        return
    names = known()
    if names is not None:
        with transaction.atomic():
            _give(names)


def known() -> Roles | None:
    """The roles that privileges were given to, or None when that was never done here."""
    question = "SELECT min(roles[1]::text) FROM pg_policies WHERE schemaname = 'public' AND starts_with(policyname, %s)"
    public, desk = (_one(question, [_RULES[door]]) for door in ("public", "desk"))
    return Roles(str(public), str(desk)) if public and desk else None


def reads_reports() -> bool:
    """Whether this process's role may read sealed reports; never so for a public door's own role."""
    return bool(_one("SELECT has_column_privilege('intake_report', 'body_sealed', 'SELECT')"))


def _give(names: Roles) -> None:
    """Everything is taken away first, so that what a door may do is what stands in `privileges` and nothing older."""
    database = _quoted(str(connection.settings_dict["NAME"]))
    public, desk = _quoted(names.public), _quoted(names.desk)
    both = f"{public}, {desk}"
    _run(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {both}")
    _run(f"GRANT CONNECT ON DATABASE {database} TO {both}")
    _run(f"REVOKE ALL ON SCHEMA public FROM {both}")
    _run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    _run(f"GRANT USAGE ON SCHEMA public TO {both}")
    for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
        _run(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {both}")
    for table in sorted(connection.introspection.table_names()):
        at_desk, at_public = DESK.get(table, DESK_ELSEWHERE), PUBLIC_DOOR.get(table, Allowed())
        _grant(table, at_public, public)
        _grant(table, at_desk, desk)
        _rule(table, {"public": (at_public, public), "desk": (at_desk, desk)})


def _grant(table: str, allowed: Allowed, role: str) -> None:
    for command, columns in allowed.columns.items():
        which = "" if EVERY_COLUMN in columns else f" ({', '.join(map(_quoted, columns))})"
        _run(f"GRANT {command}{which} ON {_quoted(table)} TO {role}")


def _rule(table: str, doors: Mapping[str, tuple[Allowed, str]]) -> None:
    """Row rules, where one of the doors does not get every row; the owner is not bound by them."""
    for old in _column("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table]):
        _run(f"DROP POLICY {_quoted(old)} ON {_quoted(table)}")
    if not any(allowed.rows for allowed, _ in doors.values()):
        _run(f"ALTER TABLE {_quoted(table)} DISABLE ROW LEVEL SECURITY")
        return
    _run(f"ALTER TABLE {_quoted(table)} ENABLE ROW LEVEL SECURITY")
    for door, (allowed, role) in doors.items():
        for command in allowed.columns:
            condition = allowed.rows.get(command, "true")
            using = "" if command == "INSERT" else f" USING ({condition})"
            checked = f" WITH CHECK ({condition})" if command in ("INSERT", "UPDATE") else ""
            name = _quoted(f"{_RULES[door]}{command.lower()}")
            _run(f"CREATE POLICY {name} ON {_quoted(table)} FOR {command} TO {role}{using}{checked}")


def _check_harmless(name: str) -> None:
    may_too_much = _one(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)"
        " OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = %s",
        [name],
    )
    if may_too_much:
        raise Refused(
            f"The role {name} exists and may do more than a door should (it owns tables, belongs to another role, "
            "or has rights over the server): choose another name."
        )


def _is_owner() -> bool:
    """Whether this process's role owns the database and may therefore hand out what is in it."""
    return bool(
        _one("SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()")
    )


def _scrambled(password: str, name: str) -> str:
    """The password as the server stores it, so that it stands in no log there; it holds no quotation mark."""
    connection.ensure_connection()
    server: Any = connection.connection
    scrambled: bytes = server.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    return scrambled.decode("ascii")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _column(statement: str, values: Sequence[Any]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _one(statement: str, values: Sequence[Any] = ()) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row is not None else None
