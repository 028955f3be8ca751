"""台帳, the register: every opinion with its source, suggestions and decisions. This stage only reads."""
