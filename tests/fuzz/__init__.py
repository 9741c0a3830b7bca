"""Every client, and what reads with them, against answers that no server should give."""
