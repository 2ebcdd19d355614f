"""Login, password, and the administrator's list of accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import selectors, services
from accounts.forms import LoginForm, PasswordChangeForm, UserForm
from accounts.models import User
from core import audit

USERS_PER_PAGE = 50


class LoginView(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if selectors.sprays_passwords(request):
            return render(request, "accounts/locked_out.html", {"whole_address": True}, status=429)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, **selectors.demo_accounts())


class PasswordChangeView(auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        services.password_changed(user=self.request.user)
        messages.success(self.request, "เปลี่ยนรหัสผ่านแล้ว")
        return response


def _administrator(request: HttpRequest) -> User:
    if not request.user.is_admin:
        raise PermissionDenied
    return request.user


def _user(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(_administrator(request)), pk=pk)


@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = selectors.find_users(_administrator(request), query)
    page = Paginator(found, USERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/user_list.html", {"page": page, "query": query})


@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    actor = _administrator(request)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, password = services.create_user(actor=actor, **form.cleaned_data)
        return render(request, "accounts/password_once.html", {"person": user, "password": password})
    return render(request, "accounts/user_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = _user(request, pk)
    form = UserForm(request.POST or None, instance=person, own=person == request.user)
    if request.method == "POST" and form.is_valid():
        services.update_user(actor=request.user, user=person, **form.cleaned_data)
        messages.success(request, f"บันทึกบัญชี {person.username} แล้ว")
        return redirect("accounts:user-list")
    trail = audit.trail(person)[:20]
    return render(request, "accounts/user_form.html", {"form": form, "person": person, "trail": trail})


@require_POST
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = _user(request, pk)
    password = services.reset_password(actor=request.user, user=person)
    return render(request, "accounts/password_once.html", {"person": person, "password": password})


@require_POST
def user_set_active(request: HttpRequest, pk: int) -> HttpResponse:
    person = _user(request, pk)
    if person == request.user:
        messages.error(request, "ระงับบัญชีของตนเองไม่ได้")
    else:
        services.set_active(actor=request.user, user=person, active=request.POST.get("active") == "1")
        messages.success(request, f"บันทึกบัญชี {person.username} แล้ว")
    return redirect("accounts:user-edit", pk=pk)
