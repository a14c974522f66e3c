"""Signing in with an account kept elsewhere: OpenID Connect, from one provider the city chose."""
