"""The roles of the centre, what kind of work each may do, and the Wgs authorisation each carries."""

from django.db import models


class Authorisation(models.TextChoices):
    """The three kinds of work for which Wgs art. 1.8.2 lets a person be authorised."""

    EXECUTION = "execution", "uitvoering"
    REVIEW = "review", "toetsing van de rechtmatigheid"
    MAINTENANCE = "maintenance", "beheer"


class Permission(models.TextChoices):
    """A kind of work. It opens no record by itself: the compartment does that."""

    TRIAGE = "triage", "meldingen beoordelen"
    COORDINATE = "coordinate", "casussen coördineren"
    MANAGE_TEMPLATES = "manage_templates", "standaardteksten beheren"
    READ_FIGURES = "read_figures", "jaarcijfers inzien"
    DRAFT_PUBLICATION = "draft_publication", "een factsheet opstellen"
    APPROVE_PUBLICATION = "approve_publication", "een factsheet goedkeuren"
    MANAGE_USERS = "manage_users", "gebruikers beheren"
    OFFENDERS = "offenders", "gegevens over verdachten en daders"
    # Who coordinates must know whom somebody has to be kept safe from; files on offenders are another matter.
    SUSPECTS = "suspects", "verdachten in een casus zien en vastleggen"
    POLICE_DATA = "police_data", "gegevens van de politie"
    BREAK_GLASS = "break_glass", "in nood een casus openen"
    REVIEW_LAWFULNESS = "review_lawfulness", "toetsen of iets mag"
    OWN_MUNICIPALITY = "own_municipality", "cijfers van de eigen gemeente"
    READ_LOG = "read_log", "het logboek lezen"
    EDIT_TEXTS = "edit_texts", "teksten van de website wijzigen"
    READ_PARTNERS = "read_partners", "partners opzoeken"
    MANAGE_PARTNERS = "manage_partners", "partners beheren"
    PREVENT = "prevent", "preventie en scholing verzorgen"


class Role(models.TextChoices):
    INTAKE_WORKER = "intake_worker", "medewerker meldpunt"
    CASE_COORDINATOR = "case_coordinator", "procesregisseur"
    OFFENDER_SPECIALIST = "offender_specialist", "specialist daderaanpak"
    PREVENTION_OFFICER = "prevention_officer", "medewerker preventie en training"
    POLICY_ANALYST = "policy_analyst", "beleidsmedewerker"
    PARTNER = "partner", "ketenpartner"
    MUNICIPAL_CONTACT = "municipal_contact", "gemeentelijk aandachtsfunctionaris"
    PRIVACY_OFFICER = "privacy_officer", "privacyfunctionaris"
    ADMINISTRATOR = "administrator", "beheerder"


AUTHORISATIONS: dict[Role, Authorisation] = {
    **dict.fromkeys(Role, Authorisation.EXECUTION),
    Role.PRIVACY_OFFICER: Authorisation.REVIEW,
    Role.ADMINISTRATOR: Authorisation.MAINTENANCE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.INTAKE_WORKER: frozenset({Permission.TRIAGE, Permission.BREAK_GLASS, Permission.READ_PARTNERS}),
    Role.CASE_COORDINATOR: frozenset(
        {
            Permission.TRIAGE,
            Permission.COORDINATE,
            Permission.MANAGE_TEMPLATES,
            Permission.READ_FIGURES,
            Permission.POLICE_DATA,
            Permission.SUSPECTS,
            Permission.BREAK_GLASS,
            Permission.READ_PARTNERS,
            Permission.MANAGE_PARTNERS,
        }
    ),
    Role.OFFENDER_SPECIALIST: frozenset(
        {
            Permission.OFFENDERS,
            Permission.POLICE_DATA,
            Permission.SUSPECTS,
            Permission.BREAK_GLASS,
            Permission.READ_PARTNERS,
        }
    ),
    Role.PREVENTION_OFFICER: frozenset({Permission.EDIT_TEXTS, Permission.READ_PARTNERS, Permission.PREVENT}),
    Role.POLICY_ANALYST: frozenset(
        {
            Permission.READ_FIGURES,
            Permission.DRAFT_PUBLICATION,
            Permission.APPROVE_PUBLICATION,
            Permission.EDIT_TEXTS,
            Permission.READ_PARTNERS,
            # Covenants and municipal contact persons are policy work.
            Permission.MANAGE_PARTNERS,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Permission.READ_FIGURES,
            Permission.APPROVE_PUBLICATION,
            Permission.REVIEW_LAWFULNESS,
            Permission.READ_PARTNERS,
            # Alone: logs serve control, integrity and proceedings, and nothing else (Wgs art. 1.8.4).
            Permission.READ_LOG,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_USERS}),
    Role.MUNICIPAL_CONTACT: frozenset({Permission.OWN_MUNICIPALITY}),
}

# From other organisations: they see what they were invited to, whatever else somebody grants them.
GUESTS = frozenset({Role.PARTNER, Role.MUNICIPAL_CONTACT})


def sees_content(role: Role) -> bool:
    """Whether this role may ever see a record: maintenance never does (Wgs art. 1.8.2)."""
    return AUTHORISATIONS[role] != Authorisation.MAINTENANCE
