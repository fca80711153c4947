"""The invented staff of the demo: who they are and what they do."""

from dataclasses import dataclass

from schakel.access.roles import Role


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as in the demo."""

    key: str
    name: str
    role: Role
    story: str

    @property
    def email(self) -> str:
        return f"{self.key}@kenniscentrum.example"


PERSONAS = (
    Persona("sanne", "Sanne Voorbeeld", Role.INTAKE_WORKER, "leest en beoordeelt de meldingen"),
    Persona("tarik", "Tarik Karakter", Role.CASE_COORDINATOR, "coördineert casussen"),
    Persona("petra", "Petra Persona", Role.CASE_COORDINATOR, "coördineert casussen, ziet die van Tarik niet"),
    Persona("bram", "Bram Bedacht", Role.POLICY_ANALYST, "stelt de factsheet op"),
    Persona("noor", "Noor Fictief", Role.POLICY_ANALYST, "keurt de factsheet goed"),
    Persona("femke", "Femke Denkbeeld", Role.PRIVACY_OFFICER, "toetst of alles mag"),
    Persona("karel", "Karel Ketens", Role.PARTNER, "biedt opvang, ziet alleen de casus waarvoor hij is uitgenodigd"),
    Persona(
        "mila", "Mila Mogelijk", Role.MUNICIPAL_CONTACT, "werkt bij een gemeente, ziet geen casus zonder uitnodiging"
    ),
    Persona("otto", "Otto Verzonnen", Role.ADMINISTRATOR, "beheert accounts, ziet geen inhoud"),
)
