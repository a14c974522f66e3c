"""What is kept of the keys for programs that speak for somebody."""

from forum.core.keeping import also, deleting, impersonal

also(
    "tokens",
    {"api_token": "person_id label hash submit_key created_at written_at revoked_at"},
    lambda: (deleting("api_token", "revoked_at"),),
)

# What tells who in the office did it, and what tells nothing about anybody.
impersonal(
    {
        "api_token": "id",
    }
)
