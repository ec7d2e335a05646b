"""What we tell browsers to refuse. Our own pages need nothing inline; Wagtail's screens do, and only they get it."""

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.urls import reverse_lazy

EDITING = reverse_lazy("wagtailadmin_home")
# Telephones read QR codes; nothing else of the device is ever asked for.
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
EDITING_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    # The preview is our page framed by the editor.
    "frame-ancestors": [SELF],
}


class PolicyMiddleware(CSPMiddleware):
    """The site's content policy, a wider one under the editors' address, and the permissions policy."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(str(EDITING)):
            parts.replace = EDITING_POLICY | (parts.replace or {})
        return parts

    def process_response(self, request, response):
        response = super().process_response(request, response)
        # A preview went through these steps under the page's own address, where nobody may frame it.
        if request.path.startswith(str(EDITING)) and HEADER in response:
            response[HEADER] = response[HEADER].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
