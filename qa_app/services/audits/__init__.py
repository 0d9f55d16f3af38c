"""Case files, samples and audits."""
