"""The only place from which the product speaks to other machines: mail servers, group robots."""
