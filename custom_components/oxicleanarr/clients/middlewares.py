"""What is done to single requests on their way through a session that is not ours."""

from http.cookies import SimpleCookie

import aiohttp


async def sent_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request again, which it does with every DELETE on a connection that breaks."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError(str(error)) from None


async def without_cookies(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send no cookie and keep none, whatever else the session's jar is used for."""
    request.headers.popall("Cookie", None)
    response = await handler(request)
    response.cookies = SimpleCookie()
    return response
