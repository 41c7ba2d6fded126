"""What every answer tells the browser about what our pages may not do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No page of ours uses any of these: a hand scanner types like a keyboard. A page that
# comes to need one, such as a door with a camera, says so in its own answer.
NEVER = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in NEVER)


class Headers:
    """Middleware: devices are off, and no other site may build our answers in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
