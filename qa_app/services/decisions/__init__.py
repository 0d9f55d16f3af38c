"""Who stands in the register: applications, decisions by two routes, objections."""
