"""Officials put in order what was sent to a case: split, flagged, masked, copies told, one person's sendings known as one."""
