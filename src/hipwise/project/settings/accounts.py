"""People: accounts, second factor, throttled sign-in (docs/adr/0005)."""

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["hipwise.apps.people.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

ACCOUNT_ADAPTER = "hipwise.apps.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hipwise.apps.people.forms.SignInForm",
    "signup": "hipwise.apps.people.forms.SignUpForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one replaces it once it has answered
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True

# How many wrong tries, per computer address and per account, before a pause (in seconds). They are counted in the
# cache, which is a table, so that every process sees them.
SIGN_IN_PAUSE = 300
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"30/{SIGN_IN_PAUSE}s/ip,5/{SIGN_IN_PAUSE}s/key",
    "reset_password": "20/m/ip,3/10m/key",
}

MFA_ADAPTER = "hipwise.apps.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
