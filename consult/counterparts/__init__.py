"""相手方, the bodies heard: each kept once, with all that it said; doubles are proposed and a person merges."""
