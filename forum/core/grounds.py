"""The legal grounds on which data are kept (GDPR, Article 6), as people are told them."""

from flask_babel import lazy_gettext as _l

PUBLIC_TASK = _l("the city’s task in the public interest (GDPR, Article 6(1)(e))")
CONSENT = _l("your consent, which you can take back (GDPR, Article 6(1)(a))")
DUTY = _l("the duty to account for the grant (GDPR, Article 6(1)(c))")
SAFETY = _l("the duty to keep the site safe (GDPR, Articles 6(1)(c) and 32)")
