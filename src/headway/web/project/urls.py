"""Every address: the slices' own, the account pages of allauth, the API."""

from __future__ import annotations

from django.urls import include, path

from headway.web.ground import views
from headway.web.project.api import api, docs
from headway.web.project.slices import has, installed

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("keys", views.keys, name="keys"),
    path("jobs/<uuid:pk>", views.job, name="job"),
    path("api/docs", docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sso/", include("allauth.socialaccount.urls")),
    path("account/sso/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *(path("", include(f"headway.web.{name}.urls")) for name in installed() if has(name, "urls")),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.failed
