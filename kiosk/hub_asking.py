"""One question for the hub, asked and waited for, and the sessions in which all are asked.

Owns the headers and the words for what went wrong. For commands and threads that may wait; a
program that may not has `hub_client.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kiosk.hub_key import HubKey

if TYPE_CHECKING:
    import requests

    from kiosk.config import Settings

CONNECT_TIMEOUT_S = 1.0
ANSWER_TIMEOUT_S = 5.0


class HubAwayError(ConnectionError):
    """The hub did not answer. The text says what to do about it."""


class HubBusyError(HubAwayError):
    """Something listens where the hub should be, and has not answered yet."""


def ask(
    method: str,
    url: str,
    body: dict[str, Any] | None = None,
    *,
    timeout_s: float = ANSWER_TIMEOUT_S,
    verify: bool | str = True,
    key: Callable[[], str] | None = None,
) -> tuple[int, Any]:
    """One question, asked and waited for: (HTTP status, parsed JSON or None).

    For commands and background threads, which may wait; `asker` knows a shop's `verify` and `key`.
    Raises `HubAwayError`, and as such `HubBusyError` when it could be reached.
    """
    import requests

    with session_of("kiosk", key) as session:
        try:
            response = session.request(
                method, url, json=body, timeout=(CONNECT_TIMEOUT_S, timeout_s), verify=verify
            )
        except requests.ReadTimeout as error:
            raise HubBusyError(
                f"The hub is there and has not answered {url} within {timeout_s:g} s. It is busy: "
                "try again in a minute."
            ) from error
        except requests.exceptions.SSLError as error:
            raise HubAwayError(
                f"The hub's certificate at {url} is not trusted: {_certificate_words(error)}. See "
                "hub.tls and hub.ca in config.yaml; docs/security.md says what belongs there."
            ) from error
        except OSError as error:
            raise HubAwayError(f"No answer from {url}. Is `kiosk run` running?") from error
        return response.status_code, json_of(response)


def asker(settings: Settings, name: str = "") -> Callable[..., tuple[int, Any]]:
    """`ask` for this shop: with its certificates, and the key of this machine or of `name`."""
    return partial(ask, verify=settings.hub_verify, key=HubKey(settings.keys_dir, name))


def key_header(settings: Settings) -> dict[str, str]:
    """The header that shows this machine's key, for what is too large for `ask`."""
    key = HubKey(settings.keys_dir)()
    return {"Authorization": f"Bearer {key}"} if key else {}


def session_of(name: str, key: Callable[[], str] | None = None) -> requests.Session:
    # Imported here: it costs a tenth of a second, which the mirror's first frame does not have.
    import requests

    session = requests.Session()
    # No proxies, no ~/.netrc, no REQUESTS_CA_BUNDLE: the hub is in the shop, and looking these up
    # would be most of a request's time. Small messages leave at once: urllib3 sets TCP_NODELAY.
    session.trust_env = False
    session.headers["User-Agent"] = f"hangtag-{name}"
    if key is not None:
        session.auth = partial(_show, key)
    return session


def _show(key: Callable[[], str], request: Any) -> Any:
    """Puts the key of now on a request; requests asks for each one."""
    if shown := key():
        request.headers["Authorization"] = f"Bearer {shown}"
    return request


def json_of(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _certificate_words(error: BaseException) -> str:
    """What OpenSSL says is wrong, without what requests and urllib3 put around it."""
    found = re.search(r"certificate verify failed: ([^(\]]+)", str(error))
    return found[1].strip() if found else type(error).__name__
