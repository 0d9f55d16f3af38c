"""What centres and workers say to results; objections and amendments."""
