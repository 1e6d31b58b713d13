"""The outbox: what must happen because of a sale, outside the database, until it has happened."""

from kiosk.hub.outbox.jobs import Done, Handler, Job, Later, Outcome, add

__all__ = ["Done", "Handler", "Job", "Later", "Outcome", "add"]
