"""What shows that we keep the rules of Home Assistant's quality scale."""
