"""Who supervises whom, and how much time supervisors have."""
