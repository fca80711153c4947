"""Signing in: password and second factor, sessions, delay and lock, identity providers, proof of identity."""
