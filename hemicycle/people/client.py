"""Where a request comes from, in a way its sender cannot choose."""

import ipaddress
import logging
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_network(request: HttpRequest) -> str:
    """The sender's address; of IPv6 the /64, which one subscriber has to itself.

    Forwarding headers count only as far as our own proxies wrote them: from the right,
    as long as the address before is in HEMICYCLE_TRUSTED_PROXIES. Without that setting
    they are not read at all.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    written = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if written and address and address.is_private and not _is_ours(address):
        _warn_once(str(address))
    hops = written.split(",")
    while address is not None and hops and _is_ours(address):
        before = _address(hops.pop())
        if before is None:
            break
        address = before
    if address is None:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _is_ours(address: Address) -> bool:
    return any(address in network for network in _ours(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def _warn_once(address: str) -> None:
    logger.warning(
        "%s forwards requests and is not in HEMICYCLE_TRUSTED_PROXIES: all that come "
        "through it count as one sender",
        address,
    )


@lru_cache(maxsize=4)
def _ours(written: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text.strip()) for text in written)
