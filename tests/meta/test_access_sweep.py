"""Every address of both doors, with every method, as everybody: refused unless the tables below allow it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from schakel.access import actions as access
from schakel.access import four_eyes, readings
from schakel.access.models import LogReading, User
from schakel.access.roles import Permission, Role
from schakel.attachments import actions as attachments
from schakel.cases import worklists
from schakel.cases.actions import Recognised
from schakel.cases.conference.models import Attendee
from schakel.cases.documents.actions.templates import write_template
from schakel.cases.life import lineage
from schakel.cases.models import Case, SavedView
from schakel.cases.plan.actions import calendar, goals, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.duty import actions as duty
from schakel.figures import actions as figures
from schakel.intake import answers
from schakel.intake.answers import Answer
from schakel.intake.content import PersonDescription
from schakel.intake.models import AnswerTemplate
from schakel.mailing import actions as mailing
from schakel.mailing.models import Standing, Subscription
from schakel.outbox.models import Outgoing
from schakel.outbox.texts import Kind
from schakel.partners.models import Professional
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.portal import actions as portal
from schakel.publications.models import Publication
from schakel.sharing.comensha import actions as comensha
from schakel.signin.models import How, Passkey, StaffSession
from tests.personas import account_of
from tests.personas import signed_in as browser_of
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.cases import conferring, signing
from tests.rooms.cases import filing as documents
from tests.rooms.partners import known as partners
from tests.rooms.portal import sharing_with
from tests.rooms.prevention import campaigning, stocked
from tests.rooms.sharing import referring, telling
from tests.rooms.training import teaching

# Where a match card may name a case that its reader does not see: the one opening in the rule.
_MATCH_CARDS = {"person", "report", "report_triage"}
# What is no refusal and no fault: shown, sent on, or asked to fill in better.
ACCEPTED = {200, 302, 303, 400, 409, 410, 413, 422}
METHODS = ("GET", "POST", "PUT", "DELETE")
# A method that an address does not have is refused before anybody looks who asks: these two ask for all of them.
ASK_EVERY_METHOD = ("its coordinator", "outsider: administrator")
DESK, PUBLIC = "schakel.config.urls.desk", "schakel.config.urls.public"
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")
ANYBODY, CONTENT, PLANS = "anybody", "whoever sees content", "own staff who sees content"
REVIEW = Permission.REVIEW_LAWFULNESS
GUEST = ("let in as partner",)


@dataclass(frozen=True)
class Page:
    """Who may do what at an address: with which methods, with which permission, and whether they must see the record."""

    methods: tuple[str, ...]
    may: Permission | str | None = None  # None: whoever is signed in
    of_a_case: bool = False
    of_oneself: bool = False  # what everybody has of their own; here it is somebody else's
    write: Permission | None = None  # where writing takes another permission than reading
    leads: bool = False  # only for whoever leads the case
    or_may: Permission | None = None  # or for this kind of work, without seeing the case
    own_staff: bool = False  # does not exist for guests, whatever they take part in
    own: str = ""  # of a record of one person: for them, and for `or_may`
    only: tuple[str, ...] = ()  # exists for these alone

    def needs(self, method: str) -> Permission | str | None:
        return self.write if method == "POST" and self.write else self.may


# What the desk answers to. An address that is not here fails the test.
DESK_PAGES = {
    "healthy": Page(READ, ANYBODY),
    "security_txt": Page(READ, ANYBODY),
    "account_login": Page(BOTH, ANYBODY),
    "second_step": Page(BOTH, ANYBODY),
    "recover": Page(BOTH, ANYBODY),
    "passkey_enter": Page(WRITE, ANYBODY),
    "passkey_question": Page(WRITE, ANYBODY),
    "provider_start": Page(READ, ANYBODY),
    "provider_return": Page(READ, ANYBODY),
    "account_logout": Page(WRITE, ANYBODY),
    "account_inactive": Page(METHODS, ANYBODY),
    "prove": Page(BOTH),
    "my_account": Page(READ),
    "change_password": Page(BOTH),
    "my_sessions": Page(READ),
    "end_session": Page(WRITE, of_oneself=True),
    "end_other_sessions": Page(WRITE),
    "second_factor": Page(READ),
    "code_app": Page(BOTH),
    "remove_code_app": Page(WRITE),
    "add_passkey": Page(BOTH),
    "passkey_to_make": Page(WRITE),
    "remove_passkey": Page(WRITE, of_oneself=True),
    "new_recovery_codes": Page(WRITE),
    "provider_link": Page(WRITE),
    "locked_accounts": Page(READ, Permission.MANAGE_USERS),
    "lift_lock": Page(WRITE, Permission.MANAGE_USERS),
    "persona_sign_in": Page(BOTH, ANYBODY),
    "today": Page(READ),
    "sight": Page(READ),
    "municipality": Page(BOTH, Permission.OWN_MUNICIPALITY),
    "accounts": Page(READ, Permission.MANAGE_USERS),
    "account_invite": Page(BOTH, Permission.MANAGE_USERS),
    "invitation_withdraw": Page(WRITE, Permission.MANAGE_USERS),
    "account": Page(READ, Permission.MANAGE_USERS),
    "account_password": Page(WRITE, Permission.MANAGE_USERS),
    "account_factor": Page(WRITE, Permission.MANAGE_USERS),
    "account_provider": Page(WRITE, Permission.MANAGE_USERS),
    "account_role": Page(BOTH, Permission.MANAGE_USERS),
    "account_leave": Page(BOTH, Permission.MANAGE_USERS),
    "invitation": Page(BOTH, ANYBODY),
    "approvals": Page(READ),
    "proposal_approve": Page(WRITE, Permission.REVIEW_LAWFULNESS),
    "proposal_refuse": Page(BOTH, Permission.REVIEW_LAWFULNESS),
    "proposal_withdraw": Page(WRITE, Permission.MANAGE_USERS),
    "campaigns": Page(READ, Permission.PREVENT),
    "campaign_new": Page(BOTH, Permission.PREVENT),
    "campaign": Page(READ, Permission.PREVENT),
    "campaign_change": Page(BOTH, Permission.PREVENT),
    "campaign_picture": Page(READ, Permission.PREVENT),
    "campaign_result": Page(BOTH, Permission.PREVENT),
    "campaign_result_remove": Page(WRITE, Permission.PREVENT),
    "campaign_import": Page(BOTH, Permission.PREVENT),
    "campaign_import_store": Page(WRITE, Permission.PREVENT),
    "mailings": Page(READ, Permission.PREVENT),
    "mailings_new": Page(BOTH, Permission.PREVENT),
    "mailings_one": Page(BOTH, Permission.PREVENT),
    "mailings_test": Page(WRITE, Permission.PREVENT),
    "mailings_send": Page(BOTH, Permission.PREVENT),
    "mailings_discard": Page(WRITE, Permission.PREVENT),
    "mailings_bounced": Page(READ, Permission.PREVENT),
    "mailings_drop": Page(WRITE, Permission.PREVENT),
    "duty": Page(READ, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_plan": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_give": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_swap": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_away": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_back": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_close": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_open": Page(WRITE, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "duty_wish": Page(BOTH, Permission.TRIAGE),
    "inbox": Page(READ, Permission.TRIAGE),
    "entry": Page(BOTH, Permission.TRIAGE),
    "proof_check": Page(BOTH, Permission.TRIAGE),
    "report": Page(READ, of_a_case=True, own_staff=True),
    "report_open": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_answer": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_contact": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_contact_change": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_attempt": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_news": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "outgoing": Page(READ, Permission.TRIAGE, or_may=Permission.MANAGE_USERS),
    "outgoing_again": Page(WRITE, Permission.TRIAGE, of_a_case=True, or_may=Permission.MANAGE_USERS),
    "outgoing_withdraw": Page(WRITE, Permission.TRIAGE, of_a_case=True, or_may=Permission.MANAGE_USERS),
    "answer_review": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "answer_take_back": Page(WRITE, of_a_case=True, own="its coordinator"),
    "answers_to_read": Page(READ, Permission.TRIAGE),
    "answer_templates": Page(READ, Permission.TRIAGE),
    "answer_template_new": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "answer_template": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "answer_template_retire": Page(WRITE, Permission.MANAGE_TEMPLATES),
    "report_advice": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_triage": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_revise": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "reports_aside": Page(WRITE, Permission.TRIAGE),
    "report_take": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_let_go": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_hand_over": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_close_answer": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_aside": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_back": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_join": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_part": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "report_lead": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "file": Page(READ, of_a_case=True, own_staff=True),
    "file_mosaic": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "file_copy": Page(READ, of_a_case=True, own_staff=True),
    "file_original": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "file_decide": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "search": Page(BOTH, PLANS),
    "cases": Page(READ, CONTENT),
    "view_keep": Page(WRITE, CONTENT),
    "view_drop": Page(WRITE, CONTENT, of_oneself=True),
    "case_find": Page(BOTH, CONTENT),
    "break_glass": Page(BOTH, Permission.BREAK_GLASS),
    "case": Page(READ, of_a_case=True),
    "case_note": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "case_move": Page(BOTH, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_story": Page(READ, of_a_case=True, own_staff=True),
    "case_overview": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "case_facts": Page(BOTH, Permission.TRIAGE, of_a_case=True),
    "case_risk": Page(BOTH, of_a_case=True, own_staff=True, write=Permission.TRIAGE),
    "case_person_add": Page(BOTH, Permission.TRIAGE, of_a_case=True),
    "case_person_end": Page(BOTH, Permission.TRIAGE, of_a_case=True),
    "case_split": Page(BOTH, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_join_choose": Page(READ, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_join": Page(BOTH, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_join_undo": Page(BOTH, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_access": Page(READ, of_a_case=True, leads=True, or_may=REVIEW),
    "case_let_in": Page(WRITE, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_stand_in": Page(WRITE, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_hand_over": Page(WRITE, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_exclude": Page(WRITE, of_a_case=True, leads=True, or_may=REVIEW),
    "case_lift_exclusion": Page(WRITE, REVIEW, of_a_case=True, or_may=REVIEW),
    "case_end_access": Page(WRITE, Permission.COORDINATE, of_a_case=True, leads=True),
    "case_renew_access": Page(BOTH, Permission.COORDINATE, of_a_case=True, leads=True),
    "deadlines": Page(READ, PLANS),
    "clock_rules": Page(READ, PLANS),
    "calendar": Page(READ, PLANS),
    "calendar_renew": Page(WRITE, PLANS),
    "calendar_stop": Page(WRITE, PLANS),
    "calendar_mail": Page(WRITE, PLANS),
    "calendar_feed": Page(READ, ANYBODY),
    "plan": Page(READ, of_a_case=True, own_staff=True),
    "goal_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "goal": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "goal_end": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "step_choose": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "step_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "step": Page(READ, of_a_case=True, own_staff=True),
    "step_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "step_progress": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "clock": Page(READ, of_a_case=True, own_staff=True),
    "clock_act": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "sharing_rules": Page(READ, PLANS),
    "disclosures": Page(READ, of_a_case=True, own_staff=True),
    "disclosure": Page(READ, of_a_case=True, own_staff=True),
    "client_page": Page(BOTH, of_a_case=True, own_staff=True, write=Permission.TRIAGE),
    "disclosure_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "consent_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "consent_withdraw": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_submit": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_approve": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_send_back": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_give": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_take": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_recall": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha": Page(READ, of_a_case=True, own_staff=True),
    "comensha_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha_send": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha_confirm": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha_drop": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "comensha_take": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral": Page(READ, of_a_case=True, own_staff=True),
    "referral_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_remind": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_go_with": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_mail": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_answer": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_receive": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_withdraw": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "referral_receipt": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "disclosure_drop": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "signs": Page(READ, of_a_case=True, own_staff=True),
    "signs_of": Page(READ, of_a_case=True, own_staff=True),
    "signs_history": Page(READ, of_a_case=True, own_staff=True),
    "signs_begin": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "signs_source": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "signs_list": Page(READ, PLANS),
    "own_sign_new": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "own_sign": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "own_sign_retire": Page(WRITE, Permission.MANAGE_TEMPLATES),
    "conferences": Page(READ, of_a_case=True, own_staff=True),
    "conference": Page(READ, of_a_case=True, own_staff=True),
    "visit_sheet": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_sheet": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_agenda": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_cancel": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_hold": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_decisions": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_agree": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_invite": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_attendee": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_answer": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "letter_templates": Page(READ, Permission.TRIAGE),
    "letter_template_new": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "letter_template": Page(BOTH, Permission.MANAGE_TEMPLATES),
    "letter_template_retire": Page(WRITE, Permission.MANAGE_TEMPLATES),
    "documents": Page(READ, of_a_case=True, own_staff=True),
    "document_new": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "letter_choose": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "letter_begin": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document": Page(READ, of_a_case=True, own_staff=True),
    "document_change": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_version": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_aside": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_back": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "letter": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_copy": Page(READ, of_a_case=True, own_staff=True),
    "document_original": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_look": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_mosaic": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "document_decide": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_mail": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "conference_invitation": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "minutes_file": Page(READ, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "minutes": Page(BOTH, of_a_case=True, own_staff=True, write=Permission.TRIAGE),
    "minutes_act": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "shared_case": Page(READ, of_a_case=True, only=GUEST),
    "shared_disclosure": Page(READ, of_a_case=True, only=GUEST),
    "my_step": Page(BOTH, of_a_case=True, only=GUEST),
    "contribution_new": Page(BOTH, of_a_case=True, only=GUEST),
    "contribution": Page(BOTH, of_a_case=True, only=GUEST),
    "contribution_withdraw": Page(WRITE, of_a_case=True, only=GUEST),
    "my_minutes": Page(BOTH, of_a_case=True, only=(*GUEST, "its coordinator")),
    "my_minutes_file": Page(READ, of_a_case=True, only=(*GUEST, "its coordinator")),
    "contributions": Page(READ, of_a_case=True, own_staff=True),
    "signatures": Page(READ, of_a_case=True, own_staff=True),
    "emergencies": Page(READ, Permission.BREAK_GLASS, or_may=REVIEW),
    "emergency": Page(BOTH, own="looks in an emergency", or_may=REVIEW, write=REVIEW),
    "people": Page(BOTH, Permission.TRIAGE),
    "person": Page(READ, of_a_case=True, own_staff=True),
    "person_link": Page(WRITE, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "person_correct": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "link_undo": Page(BOTH, Permission.TRIAGE, of_a_case=True, own_staff=True),
    "partners": Page(READ, Permission.READ_PARTNERS),
    "partner": Page(READ, Permission.READ_PARTNERS),
    "partner_find": Page(BOTH, Permission.READ_PARTNERS),
    "municipal_contacts": Page(READ, Permission.READ_PARTNERS),
    "municipal_contact": Page(BOTH, Permission.MANAGE_PARTNERS),
    "partner_new": Page(BOTH, Permission.MANAGE_PARTNERS),
    "partner_change": Page(BOTH, Permission.MANAGE_PARTNERS),
    "partner_end": Page(WRITE, Permission.MANAGE_PARTNERS),
    "covenant_new": Page(BOTH, Permission.MANAGE_PARTNERS),
    "covenant": Page(BOTH, Permission.MANAGE_PARTNERS),
    "professional_new": Page(BOTH, Permission.MANAGE_PARTNERS),
    "professional": Page(BOTH, Permission.MANAGE_PARTNERS),
    "professional_verify": Page(BOTH, Permission.MANAGE_PARTNERS),
    "professional_account": Page(BOTH, Permission.MANAGE_PARTNERS),
    "professional_end": Page(WRITE, Permission.MANAGE_PARTNERS),
    "partner_import": Page(BOTH, Permission.MANAGE_PARTNERS),
    "partner_import_store": Page(WRITE, Permission.MANAGE_PARTNERS),
    "partner_export": Page(BOTH, Permission.MANAGE_PARTNERS),
    "trainings": Page(READ, Permission.PREVENT),
    "training_course_new": Page(BOTH, Permission.PREVENT),
    "training_course": Page(BOTH, Permission.PREVENT),
    "training_request": Page(READ, Permission.PREVENT),
    "training_decline": Page(WRITE, Permission.PREVENT),
    "training_plan": Page(BOTH, Permission.PREVENT),
    "training_elsewhere": Page(BOTH, Permission.PREVENT),
    "training_put_right": Page(BOTH, Permission.PREVENT),
    "training_take_out": Page(WRITE, Permission.PREVENT),
    "training_certificate": Page(READ, Permission.PREVENT),
    "training_withdraw": Page(WRITE, Permission.PREVENT),
    "training_certify_anew": Page(WRITE, Permission.PREVENT),
    "training_session": Page(READ, Permission.PREVENT),
    "training_change": Page(BOTH, Permission.PREVENT),
    "training_correct": Page(BOTH, Permission.PREVENT),
    "training_programme": Page(BOTH, Permission.PREVENT),
    "training_call_off": Page(WRITE, Permission.PREVENT),
    "training_close": Page(WRITE, Permission.PREVENT),
    "training_attendance": Page(BOTH, Permission.PREVENT),
    "training_arrived": Page(BOTH, Permission.PREVENT),
    "training_tick": Page(WRITE, Permission.PREVENT),
    "training_walk_in": Page(BOTH, Permission.PREVENT),
    "training_screen": Page(READ, Permission.PREVENT),
    "training_divide": Page(WRITE, Permission.PREVENT),
    "training_badges": Page(READ, Permission.PREVENT),
    "training_certify": Page(WRITE, Permission.PREVENT),
    "training_answers": Page(READ, Permission.PREVENT),
    "training_follow_up": Page(BOTH, Permission.PREVENT),
    "figures": Page(READ, Permission.READ_FIGURES),
    "year": Page(READ, Permission.READ_FIGURES),
    "year_reports": Page(READ, Permission.READ_FIGURES),
    "behind": Page(READ, Permission.READ_FIGURES),
    "conversation_figures": Page(READ, Permission.READ_FIGURES),
    "advice_figures": Page(READ, Permission.READ_FIGURES),
    "publications": Page(READ, Permission.READ_FIGURES),
    "publication_draft": Page(WRITE, Permission.DRAFT_PUBLICATION),
    "publication": Page(BOTH, Permission.READ_FIGURES, write=Permission.DRAFT_PUBLICATION),
    "publication_approve": Page(WRITE, Permission.APPROVE_PUBLICATION),
    "publication_send_back": Page(WRITE, Permission.APPROVE_PUBLICATION),
    "publication_file": Page(READ, Permission.READ_FIGURES),
    "texts": Page(READ, Permission.EDIT_TEXTS),
    "text": Page(BOTH, Permission.EDIT_TEXTS),
    "text_preview": Page(READ, Permission.EDIT_TEXTS),
    "text_publish": Page(WRITE, Permission.EDIT_TEXTS),
    "text_discard": Page(WRITE, Permission.EDIT_TEXTS),
    "text_version": Page(READ, Permission.EDIT_TEXTS),
    "materials": Page(READ, Permission.PREVENT),
    "material_new": Page(BOTH, Permission.PREVENT),
    "material": Page(READ, Permission.PREVENT),
    "material_change": Page(BOTH, Permission.PREVENT),
    "material_stock": Page(WRITE, Permission.PREVENT),
    "material_edition": Page(BOTH, Permission.PREVENT),
    "material_file_put": Page(WRITE, Permission.PREVENT),
    "material_file": Page(READ, Permission.PREVENT),
    "material_file_remove": Page(WRITE, Permission.PREVENT),
    "orders": Page(READ, Permission.PREVENT),
    "order_places": Page(READ, Permission.PREVENT),
    "order": Page(READ, Permission.PREVENT),
    "order_act": Page(WRITE, Permission.PREVENT),
    "own_orders": Page(BOTH, Permission.OWN_MUNICIPALITY),
    "own_order_withdraw": Page(WRITE, Permission.OWN_MUNICIPALITY, of_oneself=True),
    "own_loans": Page(BOTH, Permission.OWN_MUNICIPALITY),
    "loans": Page(READ, Permission.PREVENT),
    "loan_calendar": Page(READ, Permission.PREVENT),
    "loans_over": Page(READ, Permission.PREVENT),
    "loan_new": Page(BOTH, Permission.PREVENT),
    "loan": Page(READ, Permission.PREVENT),
    "loan_confirm": Page(WRITE, Permission.PREVENT),
    "loan_hand_out": Page(WRITE, Permission.PREVENT),
    "loan_take_back": Page(WRITE, Permission.PREVENT),
    "loan_extend": Page(WRITE, Permission.PREVENT),
    "loan_act": Page(WRITE, Permission.PREVENT),
    "things": Page(READ, Permission.PREVENT),
    "kind_new": Page(BOTH, Permission.PREVENT),
    "kind_change": Page(BOTH, Permission.PREVENT),
    "kind_picture": Page(READ, Permission.PREVENT),
    "kind_picture_put": Page(WRITE, Permission.PREVENT),
    "thing_new": Page(BOTH, Permission.PREVENT),
    "thing": Page(READ, Permission.PREVENT),
    "thing_change": Page(BOTH, Permission.PREVENT),
    "thing_label": Page(READ, Permission.PREVENT),
    "thing_act": Page(WRITE, Permission.PREVENT),
    "condition_photo": Page(READ, Permission.PREVENT),
    "log": Page(READ, Permission.READ_LOG),
    "log_reason": Page(BOTH, Permission.READ_LOG),
    "log_readers": Page(READ, Permission.READ_LOG),
    "log_find": Page(BOTH, Permission.READ_LOG),
    "log_unusual": Page(READ, Permission.READ_LOG),
    "log_behind": Page(READ, Permission.READ_LOG),
    "log_export": Page(BOTH, Permission.READ_LOG),
    "log_person": Page(BOTH, Permission.READ_LOG),
    "log_case": Page(BOTH, Permission.READ_LOG),
}

# What the public door answers to, and what a visitor who just came in gets to see with GET.
PUBLIC_PAGES = {
    "professionals": (READ, 200),
    "mailing": (BOTH, 200),
    "mailing_asked": (READ, 200),
    "mailing_confirm": (BOTH, 404),
    "mailing_manage": (BOTH, 404),
    "mailing_leave": (BOTH, 404),
    "home": (READ, 200),
    "choose": (READ, 200),
    "report": (BOTH, 200),
    "questions": (READ, 200),
    "task": (READ, 200),
    "sealed": (WRITE, 405),
    "step": (BOTH, 302),
    "check": (BOTH, 302),
    "receipt": (BOTH, 302),
    "receipt_note": (WRITE, 405),
    "proof": (BOTH, 303),
    "files": (BOTH, 302),
    "file_take_back": (WRITE, 405),
    "stop": (WRITE, 405),
    "stopped": (READ, 200),
    "closed": (READ, 200),
    "follow_up": (BOTH, 200),
    "conversation": (BOTH, 302),
    "factsheets": (READ, 200),
    "factsheet": (READ, 404),
    "factsheet_file": (READ, 404),
    "information": (READ, 200),
    "information_text": (READ, 200),
    "contact": (READ, 200),
    "privacy": (READ, 200),
    "accessibility": (READ, 200),
    "agenda": (READ, 200),
    "agenda_feed": (READ, 200),
    "public_session": (BOTH, 404),
    "request_training": (BOTH, 200),
    "enrolment": (BOTH, 404),
    "enrolment_calendar": (READ, 404),
    "enrolment_certificate": (READ, 404),
    "present": (BOTH, 404),
    "evaluation": (BOTH, 404),
    "verify_certificate": (READ, 200),
    "catalogue": (READ, 200),
    "listed_material": (READ, 200),
    "material_picture": (READ, 200),
    "material_download": (READ, 200),
    "order_material": (BOTH, 200),
    "own_order": (BOTH, 200),
    "borrow": (READ, 200),
    "borrow_kind": (BOTH, 200),
    "loan_kind_picture": (READ, 200),
    "own_loan": (BOTH, 200),
    "leave": (READ, 302),
    "healthy": (READ, 200),
    "robots": (READ, 200),
    "security_txt": (READ, 200),
}


def addresses(urlconf: str) -> Iterator[URLPattern]:
    """Every pattern of a door, however deep it is included."""

    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    yield from walk(import_module(urlconf).urlpatterns)


DESK_ADDRESSES, PUBLIC_ADDRESSES = list(addresses(DESK)), list(addresses(PUBLIC))


@dataclass(frozen=True)
class World:
    """Two cases with everything in them, a year with a published factsheet, and everybody who could come by."""

    everybody: dict[str, User]
    arguments: dict[str, Any]
    posted: dict[str, dict[str, str]]
    hidden: dict[str, Any]  # the same for a second case, which nobody of them may see
    hidden_posted: dict[str, dict[str, str]]

    def address(self, pattern: URLPattern, *, hidden: bool = False) -> str:
        known = self.hidden if hidden else self.arguments
        if pattern.name == "emergency":
            known = known | {"grant_id": known["emergency"]}
        if pattern.name == "minutes_act":
            known = known | {"verb": "verbeteren"}
        if pattern.name == "minutes_file":
            known = known | {"number": 1}
        if "/documenten/" in str(pattern.pattern):
            known = known | {"number": 1, "key": "doorverwijzing"}
        if pattern.name in ("letter_template", "letter_template_retire"):
            known = known | {"template_id": known["letter_template_id"]}
        if str(pattern.name).startswith("training_"):
            known = known | {"session_id": known["training_session_id"], "request_id": known["training_request_id"]}
        if pattern.name == "step_new":
            known = known | {"kind": "complaint"}
        return reverse(
            str(pattern.name), urlconf=DESK, kwargs={name: known[name] for name in pattern.pattern.converters}
        )


# An identity provider that does not answer: what it may let in has tests of its own.
NOBODY_THERE = {
    "id": "gemeente", "name": "Gemeente Verzonnen", "issuer": "http://127.0.0.1:9", "client_id": "schakel",
    "client_secret": "x", "second_factor": frozenset(),
}  # fmt: skip

# Whom the case lets in, and who of them lead it; everybody else is an outsider, whatever their role.
LEAD = ("its coordinator", "stands in")
LET_IN = (*LEAD, "let in as partner", "looks in an emergency")
WEEK = timedelta(days=7)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.SCHAKEL_PINNED_DAY = date(2026, 11, 19)
    everybody = {f"outsider: {role}": chain.account(role) for role in Role}
    for who, role in (
        ("its coordinator", Role.CASE_COORDINATOR),
        ("stands in", Role.CASE_COORDINATOR),
        ("let in as partner", Role.PARTNER),
        ("was let in as partner, until yesterday", Role.PARTNER),
        ("excluded, with a grant", Role.CASE_COORDINATOR),
        ("looks in an emergency", Role.CASE_COORDINATOR),
    ):
        everybody[who] = chain.account(role)
    coordinator = everybody["its coordinator"]
    sanne = account_of("sanne")
    browser_of(sanne)
    worklists.keep(name="Van mij", asked={"lijst": "mijn"}, by=sanne)
    key = Passkey.objects.create(account=sanne, name="Laptop", credential_id=b"key", credential=b"")
    settings.SCHAKEL_PROVIDERS = [NOBODY_THERE]
    ids = _case(coordinator)
    case = Case.objects.get(pk=ids["case_id"])
    ids |= _let_in(case, everybody)
    for also in ("other_id", "earlier_id"):
        access.let_stand_in(
            compartment=Case.objects.get(pk=ids[also]).compartment, user=everybody["stands in"], reason="Verlof.",
            until=time.real_now() + WEEK, by=coordinator,
        )  # fmt: skip
    invited = access.invite(
        email="nieuw@kenniscentrum.example",
        name="Nienke Nieuw",
        role=Role.CASE_COORDINATOR,
        by=everybody["outsider: administrator"],
    )
    proposed = four_eyes.waiting_for(everybody["outsider: privacy_officer"]).get()
    shared = {
        "year": 2026, "variable": "gender", "value": "woman", "publication_id": _published(everybody).id, "name": "a.csv",
        "account_id": coordinator.id, "invitation_id": invited.invitation.id, "proposal_id": proposed.id,
        "user_id": coordinator.id, "week": "2026-w47", "figure": "cases", "number": case.number,
        "template_id": AnswerTemplate.objects.create(title="Dank", body="Dank u wel.").id,
        "letter_template_id": write_template(template=None, title="Dank", body="Dank u wel.", audience="client", version=0, by=coordinator).id,
        "session_id": StaffSession.objects.get(account=sanne).id, "passkey_id": key.id, "view_id": SavedView.objects.get(user=sanne).id, "provider_id": "gemeente",
        "token": calendar.renew(by=coordinator), "verb": "gehaald", "text_page": "wat", "text_language": "nl", "kind": "versie", "version": 0,
    }  # fmt: skip
    # The log opens only for a stated reason: without one its pages would all answer with the same question.
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Toets", by=everybody["outsider: privacy_officer"])
    planner, later = everybody["outsider: intake_worker"], time.today() + WEEK
    shared |= {
        "absence_id": duty.be_away(person=planner, first_day=later, last_day=later, by=planner).id,
        "closure_id": duty.close(first_day=later, last_day=later, by=planner).id,
    }
    officer = everybody["outsider: prevention_officer"]
    made = campaigning.campaign(by=officer)
    shared |= {
        "campaign_id": made.id,
        "result_id": campaigning.result(made, by=officer).id,
        "size": "liggend",
        "mailing_id": mailing.begin(subject="Mei", body="Kom ook.", lists=["school"], by=officer).id,
        "subscription_id": Subscription.objects.create(lookup=b"x", state=Standing.BOUNCED).id,
    }
    shared |= partners.ids(by=coordinator)
    shared |= stocked.ids(by=everybody["outsider: prevention_officer"])
    shared["sign_id"] = signing.own(by=coordinator).id
    shared |= teaching.ids()
    hidden = _case(chain.account(Role.CASE_COORDINATOR))
    hidden |= _let_in(Case.objects.get(pk=hidden["case_id"]), {})
    posted = {
        "person_link": {"other": ids.pop("alike")}, "persona_sign_in": {"persona": "sanne"},
        "case_find": {"number": case.number}, "people": {"name": "Ana Bos"}, "search": {"words": "Ana Bos"},
        "proposal_approve": {"digest": proposed.digest},
    }  # fmt: skip
    hidden_posted = posted | {
        "person_link": {"other": hidden.pop("alike")},
        "case_find": {"number": Case.objects.get(pk=hidden["case_id"]).number},
    }
    return World(everybody, shared | ids, posted, shared | hidden, hidden_posted)


def _case(coordinator: User) -> dict[str, Any]:
    """A case of somebody's about three descriptions of Ana Bos, two of them linked; its ids."""
    report, _ = chain.hand_in(chain.said(PersonDescription(name="Ana Bos")))
    attachments.attach(lookup=bytes(report.lookup), taken=[sending.arrived("brief.txt", b"Woorden.")])
    ana = Recognised(PersonDetails(time.today(), name="Ana Bos", gender="woman"))
    made = chain.judge(report, ana, ana, ana, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    one, other, alike = Person.objects.filter(report=report).order_by("created_at")
    joined = link(one=one, other=other, by=coordinator)
    assert made.case is not None
    (file,) = sending.opened(report, by=coordinator)
    message = Outgoing.objects.create(kind=Kind.NEWS, report=report, asked_by=coordinator)
    report.refresh_from_db()
    draft = answers.submit(report=report, said=Answer("Wij komen erop terug."), by=coordinator)
    clock = made.case.clocks.first()
    assert clock is not None
    here = partners.organisation(by=coordinator, name="Opvang Nergens")
    other, earlier = (_about_bo(coordinator) for _ in range(2))
    joined_cases = lineage.join(origin=earlier, successor=made.case, why="Eén verhaal.", keeps=set(), by=coordinator)
    somebody = partners.professional(here, by=coordinator)
    return {
        "consent_id": telling.agreed(made.case, telling.victims(made.case)[0], by=coordinator).id,
        "disclosure_id": telling.given(made.case, here, telling.whole(telling.victims(made.case)[0]), by=coordinator).id,
        "registration_id": comensha.begin(case=made.case, row=telling.victims(made.case)[0], dossier="advice", by=coordinator).id,
        "goal_id": goals.set_goal(case=made.case, words="Veilig wonen.", by=coordinator).id, "clock_id": clock.id,
        "step_id": steps.plan_step(case=made.case, kind="interpreter", said=Said("Tolk", coordinator, somebody, due_on=time.today()), by=coordinator).id,
        "source_id": signing.filled_in(made.case, by=coordinator).id,
        "referral_id": referring.proposed(made.case, here, by=coordinator).id,
        **_conference(made.case, somebody), "document_id": documents.checked(made.case).id,
        "other_id": other.id, "lineage_id": joined_cases.id, "earlier_id": earlier.id,
        "involvement_id": made.case.involvements.filter(person=one).get().id, "key": "check_purpose",
        "draft_id": draft.id, "message_id": message.id, "file_id": file.id,
        "report_id": report.id, "case_id": made.case.id, "person_id": one.id, "link_id": joined.id, "alike": str(alike.id),
    }  # fmt: skip


def _conference(case: Case, somebody: Professional) -> dict[str, Any]:
    """A conference of a case, with final minutes and somebody of elsewhere; its ids."""
    conference = conferring.planned(case)
    attendee = conferring.invited(conference, case.coordinator)
    conferring.came(conference, attendee, conferring.invited(conference, somebody))
    conferring.final(conference)
    return {"conference_id": conference.id, "attendee_id": attendee.id}


def _about_bo(coordinator: User) -> Case:
    """Another case of theirs, about somebody else."""
    report, _ = chain.hand_in()
    bo = Recognised(PersonDetails(time.today(), name="Bo Daal"))
    made = chain.judge(report, bo, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    assert made.case is not None
    return made.case


def _let_in(case: Case, everybody: dict[str, User]) -> dict[str, Any]:
    """Let in, let out and shut out everybody the case has to do with (strangers where nobody is named); the ids of it."""
    room, by, now = case.compartment, case.coordinator, time.real_now()

    def who(key: str, role: Role = Role.CASE_COORDINATOR) -> User:
        return everybody.get(key) or chain.account(role)

    partner, late = who("let in as partner", Role.PARTNER), who("was let in as partner, until yesterday", Role.PARTNER)
    taking_part = access.let_participate(compartment=room, user=partner, need="Opvang.", until=now + WEEK, by=by)
    over = access.let_participate(compartment=room, user=late, need="Opvang.", until=now + WEEK, by=by)
    over.starts_at, over.ends_at = now - WEEK, now - timedelta(days=1)
    over.save()
    access.let_stand_in(compartment=room, user=who("stands in"), reason="Verlof.", until=now + WEEK, by=by)
    shut_out = who("excluded, with a grant")
    access.let_participate(compartment=room, user=shut_out, need="Meelezen.", until=now + WEEK, by=by)
    exclusion = access.exclude(compartment=room, user=shut_out, by=by)
    broken = access.break_glass(
        compartment=room, reason="Zij belde.", duration=timedelta(hours=4), by=who("looks in an emergency")
    )
    # The partner is who took part in the conference, and told something.
    User.objects.filter(pk=partner.pk).update(organisation="Opvang Nergens")
    Professional.objects.filter(pk__in=Attendee.objects.filter(case=case).values("professional")).update(
        account=partner
    )
    added = portal.add(case=case, said=sharing_with.said(), by=partner)
    return {
        "grant_id": taking_part.id, "exclusion_id": exclusion.id, "emergency": broken.id, "contribution_id": added.id,
    }  # fmt: skip


def _published(everybody: dict[str, User]) -> Publication:
    """A published factsheet with one file."""
    publication = figures.draft(year=2024, by=everybody["outsider: policy_analyst"])
    publication.files.create(name="a.csv", content=b"1")
    return publication


def expected(page: Page, method: str, user: User, who: str, *, hidden: bool = False) -> set[int]:
    """The answers that are right: 404 for what one may not see, 403 for what one may not do.

    `hidden` asks about a case that nobody here may see; whose work it is to review may still see who has access to it.
    """
    needed = page.needs(method)
    if method not in page.methods:
        return {405}
    reviews = page.or_may is not None and user.may(page.or_may)
    may = reviews or needed in (None, ANYBODY) or _may(user, needed)
    is_let_in = who in LET_IN and not hidden
    sees = (is_let_in or not page.of_a_case or reviews) and not page.of_oneself
    if page.own_staff and user.role in (Role.PARTNER, Role.MUNICIPAL_CONTACT):
        sees = False
    if page.only:
        sees = who in page.only and not hidden
    if page.own:
        sees = reviews or (who == page.own and not hidden)
        may = reviews or needed is None
    if page.leads and not reviews and is_let_in and who not in LEAD:
        may = False
    if may and sees:
        return ACCEPTED
    return {code for code, is_refusal in ((403, not may), (404, not sees)) if is_refusal}


def _may(user: User, needed: Permission | str | None) -> bool:
    if needed == PLANS:
        return user.role not in (Role.ADMINISTRATOR, Role.PARTNER, Role.MUNICIPAL_CONTACT)
    if needed == CONTENT:
        return user.role != Role.ADMINISTRATOR
    return isinstance(needed, Permission) and user.may(needed)


def signed_in(user: User) -> SimpleCookie:
    return browser_of(user).cookies


def answer(cookies: SimpleCookie, method: str, address: str, posted: dict[str, str] | None = None) -> HttpResponse:
    """What a browser with these cookies gets; whatever that wrote is taken back."""
    client = Client()
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    with chain.rolled_back():
        response = client.post(address, posted) if posted and method == "POST" else client.generic(method, address)
        if response.streaming:
            # A file is read from the database as it goes out: here too, before that is taken back.
            response.streaming_content = [b"".join(response.streaming_content)]
        return response


def words_of(response: HttpResponse) -> str:
    """What an answer says, a file's content included."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="ignore")


def test_every_address_stands_in_its_table_and_every_line_has_its_address() -> None:
    assert {pattern.name for pattern in DESK_ADDRESSES} == DESK_PAGES.keys()
    assert {pattern.name for pattern in PUBLIC_ADDRESSES} == PUBLIC_PAGES.keys()


# Everybody, dealt over this many tests, which run side by side; each makes a world, and that takes half a minute.
PARTS = 3


def part_of(world: World, part: int) -> list[tuple[str, User]]:
    return list(world.everybody.items())[part::PARTS]


# One part of it belongs to every change; the others take as long again as all the other tests of this folder.
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long_run) for part in range(1, PARTS))])
def test_the_desk_answers_everybody_as_the_table_says(world: World, part: int) -> None:
    """And of a case that nobody may see stands nothing in the answers: in no list, search, count or figure."""
    number = Case.objects.get(pk=world.hidden["case_id"]).number
    hidden = (
        "report_id",
        "case_id",
        "person_id",
        "link_id",
        "goal_id",
        "step_id",
        "clock_id",
        "disclosure_id",
        "consent_id",
        "registration_id",
        "referral_id",
        "conference_id",
        "attendee_id",
        "source_id",
        "document_id",
        "contribution_id",
    )
    secret = {number, *(str(world.hidden[key]) for key in hidden)}
    wrong = []
    for who, user in part_of(world, part):
        cookies = signed_in(user)
        for pattern, method in product(DESK_ADDRESSES, METHODS):
            name = str(pattern.name)
            if method not in DESK_PAGES[name].methods and who not in ASK_EVERY_METHOD:
                continue
            right = expected(DESK_PAGES[name], method, user, who)
            got = answer(cookies, method, world.address(pattern), world.posted.get(name))
            if got.status_code not in right:
                wrong.append(f"{method} {name} as {who}: {got.status_code}, not one of {sorted(right)}")
            # Who judges an emergency learns its number in any case, and who judges a report sees whom it may be about.
            if not user.may(REVIEW) and not (name in _MATCH_CARDS and user.may(Permission.TRIAGE)):
                text = words_of(got)
                wrong += [f"{method} {name} as {who} shows {word}" for word in secret if word in text]
    assert "\n".join(wrong) == ""


@pytest.mark.long_run
@pytest.mark.parametrize("part", range(PARTS))
def test_a_case_that_nobody_sees_is_refused_to_everybody(world: World, part: int) -> None:
    wrong = []
    for who, user in part_of(world, part):
        cookies = signed_in(user)
        for pattern, method in product(DESK_ADDRESSES, METHODS):
            name = str(pattern.name)
            if method not in DESK_PAGES[name].methods:
                continue
            right = expected(DESK_PAGES[name], method, user, who, hidden=True)
            address, posted = world.address(pattern, hidden=True), world.hidden_posted.get(name)
            got = answer(cookies, method, address, posted).status_code
            if got not in right:
                wrong.append(f"{method} {name} as {who}: {got}, not one of {sorted(right)}")
    assert "\n".join(wrong) == ""


def test_a_guest_meets_no_trace_of_a_report(world: World) -> None:
    """Everything a partner can open in their own case names no report and quotes nothing of it."""
    cookies, report = signed_in(world.everybody["let in as partner"]), str(world.arguments["report_id"])
    shown = 0
    for pattern in DESK_ADDRESSES:
        response = answer(cookies, "GET", world.address(pattern))
        text = words_of(response)
        shown += response.status_code == 200
        assert report not in text, pattern.name
        assert chain.STORY not in text, pattern.name
        assert "/meldingen/" not in text, pattern.name
    assert shown >= 5


@pytest.mark.parametrize("is_closed", [False, True], ids=["anonymous", "closed account"])
def test_whoever_is_not_signed_in_gets_no_further_than_the_sign_in_page(world: World, is_closed: bool) -> None:  # noqa: FBT001
    cookies, sign_in = SimpleCookie(), f"{resolve_url(configured.LOGIN_URL)}?next="
    if is_closed:
        # Closed while they were signed in, and let in to the case until then.
        user = world.everybody["let in as partner"]
        cookies = signed_in(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
    wrong = []
    for pattern, method in product(DESK_ADDRESSES, METHODS):
        if DESK_PAGES[str(pattern.name)].may == ANYBODY:
            continue
        response = answer(cookies, method, world.address(pattern))
        to = response.headers.get("Location", "")
        # A form that comes too late is shown back to copy from, and not carried out.
        is_refused = response.status_code == 403 if method == "POST" else to.startswith(sign_in)
        if not is_refused:
            wrong.append(f"{method} {pattern.name}: {response.status_code} {to}")
    assert "\n".join(wrong) == ""


# What somebody may use who has no second step yet: setting one up, and leaving.
BEFORE_SECOND_STEP = {"second_factor", "code_app", "add_passkey", "passkey_to_make", "prove"}


def test_whoever_has_no_second_step_yet_gets_no_further_than_setting_one_up(world: World) -> None:
    cookies = browser_of(world.everybody["its coordinator"], How.HALF).cookies
    wrong = []
    for pattern, method in product(DESK_ADDRESSES, METHODS):
        name = str(pattern.name)
        if DESK_PAGES[name].may == ANYBODY or name in BEFORE_SECOND_STEP:
            continue
        response = answer(cookies, method, world.address(pattern), world.posted.get(name))
        if (response.status_code, response.headers.get("Location")) != (303, reverse("second_factor", urlconf=DESK)):
            wrong.append(f"{method} {name}: {response.status_code}")
    assert "\n".join(wrong) == ""


@pytest.mark.urls(PUBLIC)
@pytest.mark.django_db
def test_the_public_door_answers_a_visitor_as_the_table_says() -> None:
    known = {"slug": "wie", "year": 2026, "name": "a.csv", "key": "wat", "token": "nobody"}
    known |= {"session_id": uuid.uuid4(), "secret": "niets", "room": "niets", "door": "niets", **stocked.public_ids()}
    wrong = []
    for pattern, method in product(PUBLIC_ADDRESSES, METHODS):
        methods, shown = PUBLIC_PAGES[str(pattern.name)]
        arguments = {name: known[name] for name in pattern.pattern.converters}
        if pattern.name == "choose":
            arguments["slug"] = "werk"
        got = answer(SimpleCookie(), method, reverse(str(pattern.name), urlconf=PUBLIC, kwargs=arguments)).status_code
        # Of a token that nobody has there is nothing, whatever is asked.
        right = ACCEPTED | {shown} if method in methods else {405}
        if got not in ({shown} if method == "GET" else right):
            wrong.append(f"{method} {pattern.name}: {got}")
    assert "\n".join(wrong) == ""


@pytest.mark.urls(PUBLIC)
def test_no_address_of_the_desk_exists_at_the_public_door(world: World) -> None:
    cookies = signed_in(world.everybody["its coordinator"])
    shared = [
        pattern.name for pattern in DESK_ADDRESSES if answer(cookies, "GET", world.address(pattern)).status_code != 404
    ]
    assert shared == ["healthy", "security_txt", "today"]  # "/" is the home page there
