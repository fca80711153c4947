"""Training of professionals: courses, sessions, enrolment, certificates and what they thought of it."""
