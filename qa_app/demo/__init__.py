"""The demonstration network: invented centres and files, acted out through the services."""
