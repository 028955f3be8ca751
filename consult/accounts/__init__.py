"""Staff sign in and out, set their passwords; administrators keep the accounts and their roles."""
