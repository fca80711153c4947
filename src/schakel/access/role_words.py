"""The roles in words, for whoever gives one, approves one, or has one: what it sees, and what the law calls it."""

from schakel.access.roles import AUTHORISATIONS, PERMISSIONS, Authorisation, Role

SEES: dict[Role, str] = {
    Role.INTAKE_WORKER: (
        "Meldingen zolang ze niet in een casus zitten, en nog dertig dagen de casus waarin een eigen beoordeling "
        "uitkwam. "
        "Andere casussen alleen als uitgenodigd deelnemer, of in nood."
    ),
    Role.CASE_COORDINATOR: (
        "Meldingen zolang ze niet in een casus zitten, de casussen die deze collega coördineert of waarneemt, "
        "met de verdachten daarin, en de cijfers. "
        "Andere casussen alleen als uitgenodigd deelnemer, of in nood."
    ),
    Role.OFFENDER_SPECIALIST: (
        "Alleen casussen waarvoor deze collega is uitgenodigd, of die in nood zijn geopend; "
        "daarin ook gegevens over verdachten en daders en van de politie."
    ),
    Role.PREVENTION_OFFICER: "Geen melding en geen casus, behalve als uitgenodigd deelnemer.",
    Role.POLICY_ANALYST: (
        "De cijfers van elk jaar en de factsheets. Achter een getal staan alleen personen uit een casus waarvoor "
        "deze collega is uitgenodigd."
    ),
    Role.PARTNER: "Alleen een casus waarvoor hij of zij is uitgenodigd, tot de afgesproken dag.",
    Role.MUNICIPAL_CONTACT: (
        "De beschermde cijfers van de eigen gemeente. Een casus alleen als uitgenodigd deelnemer, tot de afgesproken dag."
    ),
    Role.PRIVACY_OFFICER: (
        "De cijfers, de factsheets, alles wat op goedkeuring wacht, en elke noodinzage om te toetsen. "
        "Een casus alleen als zij is afgeschermd, of als uitgenodigd deelnemer."
    ),
    Role.ADMINISTRATOR: "Accounts en instellingen. Nooit een melding, een persoon of een casus.",
}

AUTHORISED_FOR: dict[Authorisation, str] = {
    Authorisation.EXECUTION: "het samenwerken aan casussen zelf",
    Authorisation.REVIEW: "controleren of het gebruik van gegevens volgens de wet gaat",
    Authorisation.MAINTENANCE: "het beheer van het systeem, zonder inhoud te zien",
}


def authorisation_words(role: Role) -> str:
    """The kind of work for which the Wgs (art. 1.8, second paragraph) lets somebody in this role be authorised."""
    authorisation = AUTHORISATIONS[role]
    return f"{authorisation.label}: {AUTHORISED_FOR[authorisation]}"


def work_words(role: Role) -> list[str]:
    """The kinds of work of a role, in a fixed order."""
    return sorted(str(permission.label) for permission in PERMISSIONS[role])
