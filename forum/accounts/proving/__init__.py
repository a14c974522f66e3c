"""Second factors: codes of an app, passkeys, recovery codes; and proving it is oneself."""
