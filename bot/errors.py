"""What can go wrong, and the words that a person reads when it does.

CanonkeeperError       never raised itself
  UserError            sent to the member as it stands, privately, and never logged as a fault
    NamesError         its text holds names that people wrote: they are shown as they are, without any power
    VanishedError      a button or menu whose content is no longer in the library
    NoLibraryError     the library was not built yet
    OldLibraryError    another version of the program built it
  OwnerError           printed in the owner's terminal without a traceback
    SettingsError      the owner's .env is wrong; all faults named together
    StoreError         a database can't be opened, is damaged, or is newer than this program
    ConnectError       Discord can't be reached or refuses; says what to do
"""

from __future__ import annotations

from collections.abc import Sequence


class CanonkeeperError(Exception):
    """The root of the tree."""


class UserError(CanonkeeperError):
    """Its text is what a member reads: plain words, and what to do next."""


class NamesError(UserError):
    """Its text holds names that people wrote; the funnel takes the power of markdown and of marks from it."""


class VanishedError(UserError):
    def __init__(self) -> None:
        super().__init__(
            "That belongs to something the library no longer holds. Ask again and you get what it holds now."
        )


class NoLibraryError(UserError):
    def __init__(self) -> None:
        super().__init__(
            "The library has not been built yet. Whoever hosts this bot builds it with `python -m bot build`."
        )


class OldLibraryError(UserError):
    def __init__(self) -> None:
        super().__init__(
            "The library was built by another version of this bot. "
            "Whoever hosts it builds it anew with `python -m bot build`."
        )


class OwnerError(CanonkeeperError):
    """Its text is what the owner reads in the terminal."""


class SettingsError(OwnerError):
    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The settings can't be used:\n" + "\n".join(f"  - {line}" for line in problems))


class StoreError(OwnerError):
    """A database can't be opened, is damaged, or is newer than this program."""


class ConnectError(OwnerError):
    """Discord can't be reached or refuses; the text says what to do."""
