"""Webhooks: other programs are told of what happens in the organisation, signed, at least once, and never inside the network."""
