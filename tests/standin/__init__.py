"""A stand-in for Discord over the wire, for tests, load and chaos; it knows nothing of our bot."""

from tests.standin.control import Control
from tests.standin.server import UnknownRouteError, standin
from tests.standin.terms import ControlError, Guild, Member, Reply, upload

__all__ = ["Control", "ControlError", "Guild", "Member", "Reply", "UnknownRouteError", "standin", "upload"]
