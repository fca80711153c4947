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
    # The code of a contact person's municipality; a partner's own house, with mail of its own.
    municipality: str = ""
    organisation: str = ""
    domain: str = "kenniscentrum.example"

    @property
    def email(self) -> str:
        return f"{self.key}@{self.domain}"


PERSONAS = (
    Persona("sanne", "Sanne Voorbeeld", Role.INTAKE_WORKER, "leest en beoordeelt de meldingen"),
    Persona("tarik", "Tarik Karakter", Role.CASE_COORDINATOR, "coördineert casussen"),
    Persona("petra", "Petra Persona", Role.CASE_COORDINATOR, "coördineert casussen, ziet die van Tarik niet"),
    Persona("lotte", "Lotte Luchtkasteel", Role.PREVENTION_OFFICER, "verzorgt materiaal, uitleen en scholing"),
    Persona("bram", "Bram Bedacht", Role.POLICY_ANALYST, "stelt de factsheet op"),
    Persona("noor", "Noor Fictief", Role.POLICY_ANALYST, "keurt de factsheet goed"),
    Persona("femke", "Femke Denkbeeld", Role.PRIVACY_OFFICER, "toetst of alles mag"),
    Persona(
        "hanna",
        "Hanna Bedenksel",
        Role.PARTNER,
        "biedt opvang, ziet één casus waarvoor zij is uitgenodigd",
        organisation="Opvang De Denkbeeldige Haven",
        domain="opvang.example",
    ),
    Persona(
        "gijs",
        "Gijs Gemeentemans",
        Role.MUNICIPAL_CONTACT,
        "leest de beschermde cijfers van Hengelo",
        municipality="GM0164",
        domain="gemeente.example",
    ),
    Persona("otto", "Otto Verzonnen", Role.ADMINISTRATOR, "beheert accounts, ziet geen inhoud"),
)
